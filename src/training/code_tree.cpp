// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/code_tree.hpp"

#include <limits>
#include <queue>

#include "mineprint/training/feature_draw.hpp"

namespace mineprint::training {
namespace {

/// Where a node of the old order is to stand.
struct Place {
    std::int32_t node = 0;
    std::int32_t parent = -1;
    bool is_right = false;
};

/// Puts a tree that is in preorder behind the nodes of another.
void append(CodeTree& tree, const CodeTree& subtree, std::size_t num_classes) {
    const auto first_node = static_cast<std::int32_t>(tree.nodes.size());
    const auto first_leaf = static_cast<std::int32_t>(tree.leaf_counts.size() / num_classes);
    for (CodeNode node : subtree.nodes) {
        if (node.is_leaf()) {
            node.leaf += first_leaf;
        } else {
            node.left += first_node;
            node.right += first_node;
        }
        tree.nodes.push_back(node);
    }
    tree.gains.insert(tree.gains.end(), subtree.gains.begin(), subtree.gains.end());
    tree.leaf_counts.insert(tree.leaf_counts.end(), subtree.leaf_counts.begin(),
                            subtree.leaf_counts.end());
}

/// A node in the order of best-first growth.
struct Candidate {
    std::uint64_t gain = 0;
    std::uint64_t path = root_path;
    std::int32_t node = 0;
    bool operator<(const Candidate& other) const {
        return gain != other.gain ? gain < other.gain : path < other.path;
    }
};

/// Which inner nodes best-first growth splits.
std::vector<bool> split_first(const CodeTree& tree, int max_leaves) {
    std::vector<bool> is_split(tree.nodes.size());
    std::priority_queue<Candidate> open;
    open.push({tree.gains.front(), root_path, 0});
    for (int num_leaves = 1; num_leaves < max_leaves && !open.empty();) {
        const Candidate best = open.top();
        open.pop();
        const CodeNode& node = tree.nodes[static_cast<std::size_t>(best.node)];
        if (node.is_leaf()) {
            continue;
        }
        ++num_leaves;
        is_split[static_cast<std::size_t>(best.node)] = true;
        for (const bool is_right : {false, true}) {
            const std::int32_t child = is_right ? node.right : node.left;
            open.push({tree.gains[static_cast<std::size_t>(child)], child_path(best.path, is_right),
                       child});
        }
    }
    return is_split;
}

/// Per node the class counts of all leaves below it.
std::vector<std::uint32_t> counts_below(const CodeTree& tree, std::size_t num_classes) {
    std::vector<std::uint32_t> counts(tree.nodes.size() * num_classes);
    for (std::size_t index = tree.nodes.size(); index-- > 0;) {
        const CodeNode& node = tree.nodes[index];
        for (std::size_t c = 0; c < num_classes; ++c) {
            const auto of = [&](std::int32_t child) {
                return counts[static_cast<std::size_t>(child) * num_classes + c];
            };
            counts[index * num_classes + c] =
                node.is_leaf()
                    ? tree.leaf_counts[static_cast<std::size_t>(node.leaf) * num_classes + c]
                    : of(node.left) + of(node.right);
        }
    }
    return counts;
}

}  // namespace

CodeTree in_preorder(const CodeTree& tree, std::size_t num_classes,
                     std::span<const CodeTree> subtrees) {
    CodeTree ordered;
    ordered.nodes.reserve(tree.nodes.size());
    ordered.gains.reserve(tree.nodes.size());
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
        const auto old_index = static_cast<std::size_t>(place.node);
        const CodeNode& node = tree.nodes[old_index];
        if (node.is_graft()) {
            append(ordered, subtrees[node.subtree()], num_classes);
        } else if (node.is_leaf()) {
            ordered.add_leaf(
                all_counts.subspan(static_cast<std::size_t>(node.leaf) * num_classes, num_classes));
        } else {
            places.push_back({node.right, index, true});
            places.push_back({node.left, index, false});
            ordered.add_inner(node.cut, tree.gains[old_index]);
        }
    }
    return ordered;
}

CodeTree best_first_part(const CodeTree& tree, std::size_t num_classes, int max_leaves) {
    const std::vector<bool> is_split = split_first(tree, max_leaves);
    const std::vector<std::uint32_t> counts = counts_below(tree, num_classes);
    CodeTree part;
    std::vector<Place> places{Place{}};
    while (!places.empty()) {
        const Place place = places.back();
        places.pop_back();
        const auto index = static_cast<std::int32_t>(part.nodes.size());
        if (place.parent >= 0) {
            CodeNode& parent = part.nodes[static_cast<std::size_t>(place.parent)];
            (place.is_right ? parent.right : parent.left) = index;
        }
        const auto old_index = static_cast<std::size_t>(place.node);
        const CodeNode& node = tree.nodes[old_index];
        if (is_split[old_index]) {
            places.push_back({node.right, index, true});
            places.push_back({node.left, index, false});
            part.add_inner(node.cut, tree.gains[old_index]);
        } else {
            part.add_leaf(std::span(counts).subspan(old_index * num_classes, num_classes));
        }
    }
    return part;
}

forest::Tree with_thresholds(const CodeTree& tree, std::span<const std::vector<float>> thresholds) {
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
