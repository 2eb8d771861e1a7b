// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/code_tree.hpp"

#include <limits>

namespace mineprint::training {
namespace {

/// Where a node of the old order is to stand.
struct Place {
    std::int32_t node = 0;
    std::int32_t parent = -1;
    bool is_right = false;
};

}  // namespace

CodeTree in_preorder(const CodeTree& tree, std::size_t num_classes) {
    CodeTree ordered;
    ordered.nodes.reserve(tree.nodes.size());
    ordered.leaf_counts.reserve(tree.leaf_counts.size());
    const std::span<const std::uint32_t> all_counts(tree.leaf_counts);
    std::vector<Place> places{Place{}};
    while (!places.empty()) {
        const Place place = places.back();
        places.pop_back();
        const auto index = static_cast<std::int32_t>(ordered.nodes.size());
        if (place.parent >= 0) {
            CodeNode& parent = ordered.nodes[static_cast<std::size_t>(place.parent)];
            (place.is_right ? parent.right : parent.left) = index;
        }
        CodeNode node = tree.nodes[static_cast<std::size_t>(place.node)];
        if (node.is_leaf()) {
            const auto counts =
                all_counts.subspan(static_cast<std::size_t>(node.leaf) * num_classes, num_classes);
            node.leaf = static_cast<std::int32_t>(ordered.leaf_counts.size() / num_classes);
            ordered.leaf_counts.insert(ordered.leaf_counts.end(), counts.begin(), counts.end());
        } else {
            places.push_back({node.right, index, true});
            places.push_back({node.left, index, false});
        }
        ordered.nodes.push_back(node);
    }
    return ordered;
}

forest::Tree with_thresholds(const CodeTree& tree,
                             const std::vector<std::vector<float>>& thresholds) {
    forest::Tree result;
    result.leaf_counts = tree.leaf_counts;
    result.nodes.reserve(tree.nodes.size());
    for (const CodeNode& node : tree.nodes) {
        if (node.is_leaf()) {
            result.nodes.push_back({-1, 0, node.leaf, 0, 0});
            continue;
        }
        const auto& own = thresholds[node.cut.feature];
        // Above the last threshold there is but one bin: all values go left of such a cut.
        const float threshold = node.cut.threshold_code < own.size()
                                    ? own[node.cut.threshold_code]
                                    : std::numeric_limits<float>::infinity();
        result.nodes.push_back({static_cast<std::int32_t>(node.cut.feature), threshold, node.left,
                                node.right,
                                static_cast<std::uint8_t>(node.cut.missing_left ? 1 : 0)});
    }
    return result;
}

}  // namespace mineprint::training
