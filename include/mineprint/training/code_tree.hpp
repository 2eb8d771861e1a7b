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
    bool operator==(const CodeNode&) const = default;
};

/// A tree over bin codes.
struct CodeTree {
    std::vector<CodeNode> nodes;
    std::vector<std::uint32_t> leaf_counts;  ///< leaves × classes, weighted

    bool operator==(const CodeTree&) const = default;
};

/// The same tree with nodes and leaves in preorder (a node, its left subtree, its right one),
/// whatever the order they were grown in.
[[nodiscard]] CodeTree in_preorder(const CodeTree& tree, std::size_t num_classes);

/// The same tree over feature values. `thresholds` per feature, as of `make_thresholds`.
[[nodiscard]] forest::Tree with_thresholds(const CodeTree& tree,
                                           const std::vector<std::vector<float>>& thresholds);

}  // namespace mineprint::training
