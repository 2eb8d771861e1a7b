// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "mineprint/forest/forest.hpp"

namespace mineprint::forest {

/// A leaf by the numbers that an ONNX model gives tree and node.
struct OnnxLeaf {
    std::int64_t tree = 0;
    std::int64_t node = 0;
    auto operator<=>(const OnnxLeaf&) const = default;
};

/// What a leaf adds to the score of a class.
struct OnnxVote {
    OnnxLeaf leaf;
    std::size_t class_index = 0;  ///< below the number of classes
    float weight = 0;
};

/// Gives the trees their `leaf_counts`; `leaves` has the leaves of each tree in its order. How
/// weights are understood, and what is refused: `read_ensemble`.
void weigh_leaves(std::vector<Tree>& trees, const std::vector<std::vector<OnnxLeaf>>& leaves,
                  const std::vector<OnnxVote>& votes, std::size_t num_classes);

}  // namespace mineprint::forest
