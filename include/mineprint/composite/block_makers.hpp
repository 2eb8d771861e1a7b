// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "mineprint/composite/composite.hpp"
#include "mineprint/composite/layer_values.hpp"

namespace mineprint::composite {

/// Fills the observed pixels of a composite block by block; one for each method.
class BlockMaker {
  public:
    BlockMaker() = default;
    BlockMaker(const BlockMaker&) = delete;
    BlockMaker& operator=(const BlockMaker&) = delete;
    virtual ~BlockMaker() = default;

    /// Pixels begin … begin + size − 1 of the window, at most `block_size`.
    virtual void make(std::size_t begin, std::size_t size) = 0;
};

/// The maker of a method. All arguments must outlive it; counts and `observed` of the composite are
/// filled in already.
[[nodiscard]] std::unique_ptr<BlockMaker> block_maker(std::span<const Layer> layers,
                                                      std::span<const LayerValues> values,
                                                      const CompositeOptions& options,
                                                      Composite& composite);

}  // namespace mineprint::composite
