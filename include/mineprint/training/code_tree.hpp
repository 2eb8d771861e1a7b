// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/forest/forest.hpp"
#include "mineprint/training/split.hpp"

namespace mineprint::training {

/// A node of a tree over bin codes. A leaf has no children and its leaf index in `leaf`.
struct CodeNode {
    Cut cut;
    std::int32_t left = -1;
    std::int32_t right = -1;
    std::int32_t leaf = -1;
    [[nodiscard]] bool is_leaf() const noexcept { return leaf >= 0; }

    /// A place where a subtree that was grown elsewhere is to stand.
    [[nodiscard]] static CodeNode graft(std::size_t subtree) {
        return {{}, -1, -1, -2 - static_cast<std::int32_t>(subtree)};
    }
    [[nodiscard]] bool is_graft() const noexcept { return leaf <= -2; }
    [[nodiscard]] std::size_t subtree() const noexcept {
        return static_cast<std::size_t>(-2 - leaf);
    }
    bool operator==(const CodeNode&) const = default;
};

/// A tree over bin codes.
struct CodeTree {
    std::vector<CodeNode> nodes;
    std::vector<std::uint64_t> gains;        ///< per node: as of `SplitScore::gain_over`; leaf: 0
    std::vector<std::uint32_t> leaf_counts;  ///< leaves × classes, weighted

    void add_inner(const Cut& cut, std::uint64_t gain) {
        nodes.push_back({cut, -1, -1, -1});
        gains.push_back(gain);
    }
    void add_leaf(std::span<const std::uint32_t> counts) {
        nodes.push_back(
            {{}, -1, -1, static_cast<std::int32_t>(leaf_counts.size() / counts.size())});
        gains.push_back(0);
        leaf_counts.insert(leaf_counts.end(), counts.begin(), counts.end());
    }
    void add_graft(std::size_t subtree) {
        nodes.push_back(CodeNode::graft(subtree));
        gains.push_back(0);
    }
    bool operator==(const CodeTree&) const = default;
};

/// The same tree with nodes and leaves in preorder (a node, its left subtree, its right one),
/// whatever the order they were grown in. `subtrees`, themselves in preorder, stand in the places
/// kept for them.
[[nodiscard]] CodeTree in_preorder(const CodeTree& tree, std::size_t num_classes,
                                   std::span<const CodeTree> subtrees = {});

/// What best-first growth up to `max_leaves` would have made of a tree that was grown to the full:
/// the node with the largest gain is split first, of equals the one with the larger path. The tree
/// and the result are in preorder.
[[nodiscard]] CodeTree best_first_part(const CodeTree& tree, std::size_t num_classes,
                                       int max_leaves);

/// The same tree over feature values. `thresholds` per feature, as of `make_thresholds`.
[[nodiscard]] forest::Tree with_thresholds(const CodeTree& tree,
                                           std::span<const std::vector<float>> thresholds);

}  // namespace mineprint::training
