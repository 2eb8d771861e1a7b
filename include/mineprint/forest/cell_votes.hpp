// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/forest/bit_program.hpp"

namespace mineprint::forest {

/// Lets the trees left in a cell vote, a block of pixels at a time.
class CellVotes {
  public:
    CellVotes(const ByteForest& forest, const BitKernel& kernel);

    /// Prepares for the blocks of one cell; `trees` must stay as they are meanwhile.
    void start_cell(const ByteTrees& trees);
    /// `columns` hold `block_pixels` bytes each. The sums of class shares over all trees: classes ×
    /// `block_pixels`.
    [[nodiscard]] std::span<const std::uint32_t> vote(std::span<const std::uint8_t* const> columns);

  private:
    [[nodiscard]] std::span<std::uint32_t> sums_of(std::size_t c) {
        return std::span(sums_).subspan(c * block_pixels, block_pixels);
    }
    const BitRow& decide(const BitPlane& plane);
    void count_votes();
    void add_votes();
    void add_numbered(const NumberedTree& tree, std::size_t first_plane);

    const ByteForest& forest_;
    BitKernel kernel_;
    const ByteTrees* trees_ = nullptr;
    BitProgram program_;
    std::uint32_t next_node_ = 0;
    std::vector<BitRow> answers_;
    std::vector<BitRow> rows_;
    std::size_t num_digits_ = 0;
    std::vector<BitRow> counters_;        ///< classes but the first × digits
    std::vector<BitRow> number_;          ///< the bits of leaf numbers
    std::vector<std::uint32_t> numbers_;  ///< per pixel
    std::vector<std::uint32_t> sums_;     ///< classes × pixels
};

}  // namespace mineprint::forest
