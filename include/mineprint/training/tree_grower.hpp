// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/training/bag.hpp"
#include "mineprint/training/options.hpp"
#include "mineprint/training/training_rows.hpp"

namespace mineprint::training {

/// A node of a tree over bin codes. A leaf has feature -1 and its leaf index in `left`.
struct CodeNode {
    std::int32_t feature = -1;
    std::int32_t left = 0;
    std::int32_t right = 0;
    std::uint8_t threshold_code = 0;
    bool missing_left = false;
};

/// A tree over bin codes: nodes in preorder (a node, its left subtree, its right one).
struct CodeTree {
    std::vector<CodeNode> nodes;
    std::vector<std::uint32_t> leaf_counts;  ///< leaves × classes, weighted
    std::vector<std::uint64_t> gains;  ///< per feature: impurity decrease × 2^16, rounded down

    /// The leaf of a row of codes.
    [[nodiscard]] std::size_t leaf_of(std::span<const std::uint8_t> codes) const;
};

/// Grows trees from rows all in memory, by exact integer counts: the same tree whatever the order
/// of the rows. A node tries `mtry` features drawn by its identity; when none of them can split it,
/// further ones, until one can (as scikit-learn does). A split needs a gain. Missing values go
/// where the gain is larger; where a node has none, they follow the larger side.
class TreeGrower {
  public:
    /// `class_weights` as of `integer_class_weights`. `rows` and `class_weights` must outlive the
    /// grower.
    TreeGrower(const TrainingRows& rows, const ForestOptions& options,
               std::span<const std::uint32_t> class_weights);

    [[nodiscard]] CodeTree grow(std::uint64_t tree, const Bag& bag) const;

  private:
    const TrainingRows& rows_;
    ForestOptions options_;
    std::span<const std::uint32_t> class_weights_;
};

}  // namespace mineprint::training
