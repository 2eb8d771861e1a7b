// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "mineprint/training/code_tree.hpp"
#include "mineprint/training/options.hpp"
#include "mineprint/training/training_rows.hpp"

namespace mineprint::training {

/// What became of one tree.
struct GrownTree {
    CodeTree tree;                     ///< in preorder
    std::vector<std::uint64_t> gains;  ///< per feature: impurity decrease × 2^16, rounded down
    std::vector<std::uint32_t> out_of_bag;  ///< rows that were not in the bag, rising
};

/// Grows trees from rows that are all in memory, by exact integer counts: the same tree whatever
/// the order of the rows. A node tries `mtry` features drawn by its identity; when none of them can
/// split it, further ones, until one can (as scikit-learn does). A split needs a gain. Missing
/// values go where the gain is larger; where a node has none, they follow the larger side (the left
/// one of equals). With `max_nodes` the node with the largest gain is split first (best-first
/// growth).
class TreeGrower {
  public:
    virtual ~TreeGrower() = default;
    [[nodiscard]] virtual GrownTree grow(std::uint64_t tree) = 0;
};

/// A grower has working memory of its own: one thread may use it at a time. `class_weights` as of
/// `integer_class_weights`; all arguments must outlive the grower.
[[nodiscard]] std::unique_ptr<TreeGrower> make_tree_grower(
    const TrainingRows& rows, const ForestOptions& options,
    std::span<const std::uint32_t> class_weights);

}  // namespace mineprint::training
