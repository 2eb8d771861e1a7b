// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "mineprint/training/bag.hpp"
#include "mineprint/training/code_tree.hpp"
#include "mineprint/training/options.hpp"
#include "mineprint/training/training_rows.hpp"

namespace mineprint::training {

/// What all trees of a forest are grown by. What it refers to must outlive its users.
struct GrowthRules {
    const ForestOptions& options;
    std::size_t num_features = 0;
    RowLayout layout;
    std::span<const std::uint32_t> class_weights;  ///< as of `integer_class_weights`
    std::span<const BagLimit> bags;                ///< per tree

    [[nodiscard]] std::size_t num_classes() const noexcept { return class_weights.size(); }
    /// Features a node tries.
    [[nodiscard]] std::size_t mtry() const;
};

/// The node of a tree from which a subtree grows.
struct SubtreeRoot {
    std::uint64_t tree = 0;
    std::uint64_t path = 0;
    std::int32_t depth = 0;
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
    /// A tree from its bag of the rows, in preorder.
    [[nodiscard]] virtual CodeTree grow(const TrainingRows& rows, std::uint64_t tree) = 0;
    /// What hangs from a node, grown to the full (`max_nodes` has no effect), in preorder. `pieces`
    /// together are the rows of the node, as `RowBuffer::bytes` gives them.
    [[nodiscard]] virtual CodeTree grow_subtree(
        const SubtreeRoot& root, std::span<const std::span<const std::byte>> pieces) = 0;
};

/// A grower has working memory of its own: one thread may use it at a time.
[[nodiscard]] std::unique_ptr<TreeGrower> make_tree_grower(const GrowthRules& rules);

/// Calls `work.template operator()<num_words>()` with the smallest `PackedCounts` that hold so many
/// classes.
template <class Work>
auto with_words_for(std::size_t num_classes, const Work& work) {
    if (num_classes <= 2) {
        return work.template operator()<1>();
    }
    if (num_classes <= 4) {
        return work.template operator()<2>();
    }
    if (num_classes <= 8) {
        return work.template operator()<4>();
    }
    if (num_classes <= 32) {
        return work.template operator()<16>();
    }
    return work.template operator()<128>();
}

}  // namespace mineprint::training
