// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/validate.hpp"

#include <cmath>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::forest {
namespace {

struct Limits {
    std::int64_t num_nodes = 0;
    std::int64_t num_leaves = 0;
    std::int64_t num_features = 0;
};

/// What is wrong with a node; empty when nothing is.
std::string fault(const Node& node, std::int64_t index, const Limits& limits) {
    if (node.feature < 0) {
        return node.left < 0 || node.left >= limits.num_leaves
                   ? fmt::format("its leaf {} does not exist", node.left)
                   : std::string();
    }
    if (node.feature >= limits.num_features) {
        return fmt::format("its feature {} does not exist", node.feature);
    }
    for (const std::int32_t child : {node.left, node.right}) {
        if (child <= index || child >= limits.num_nodes) {
            return fmt::format("its child {} is not a later node", child);
        }
    }
    return std::isnan(node.threshold) ? "its threshold is not a number" : std::string();
}

void validate_tree(const Tree& tree, std::size_t tree_index, const Forest& forest) {
    const auto refuse = [&](const std::string& what) {
        throw core::DataError(fmt::format("the forest is broken: tree {}, {}", tree_index, what));
    };
    if (tree.nodes.empty()) {
        refuse("it has no nodes");
    }
    if (tree.leaf_counts.size() % forest.num_classes() != 0) {
        refuse("its leaf counts are not leaves × classes");
    }
    const Limits limits{static_cast<std::int64_t>(tree.nodes.size()),
                        static_cast<std::int64_t>(tree.leaf_counts.size() / forest.num_classes()),
                        static_cast<std::int64_t>(forest.schema.size())};
    std::int64_t index = 0;
    for (const Node& node : tree.nodes) {
        const std::string what = fault(node, index, limits);
        if (!what.empty()) {
            refuse(fmt::format("node {}: {}", index, what));
        }
        ++index;
    }
}

}  // namespace

void validate(const Forest& forest) {
    if (forest.classes.empty() || forest.num_classes() > 256) {
        throw core::DataError(
            fmt::format("the forest is broken: it has {} classes, 1 to 256 are possible",
                        forest.num_classes()));
    }
    if (forest.trees.empty()) {
        throw core::DataError("the forest is broken: it has no trees");
    }
    for (std::size_t index = 0; index < forest.trees.size(); ++index) {
        validate_tree(forest.trees[index], index, forest);
    }
}

}  // namespace mineprint::forest
