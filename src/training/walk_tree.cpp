// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/walk_tree.hpp"

#include "mineprint/forest/leaf_shares.hpp"

namespace mineprint::training {

WalkTree::WalkTree(const forest::Tree& tree, std::span<const forest::ThresholdTable> tables,
                   std::size_t num_classes)
    : shares(forest::leaf_shares(tree.leaf_counts, num_classes)) {
    nodes.reserve(tree.nodes.size());
    for (const forest::Node& node : tree.nodes) {
        const auto own = static_cast<std::uint32_t>(nodes.size());
        WalkNode& walk_node = nodes.emplace_back();
        if (node.feature < 0) {
            walk_node.extra = static_cast<std::uint32_t>(node.left);
            continue;
        }
        const std::uint32_t code =
            tables[static_cast<std::size_t>(node.feature)].bin_of(node.threshold);
        walk_node.extra = static_cast<std::uint32_t>(node.right) - own - 1;
        walk_node.feature = static_cast<std::uint16_t>(node.feature);
        walk_node.step = 1;
        walk_node.shift = node.missing_left != 0 ? 1 : 0;
        walk_node.limit = static_cast<std::uint8_t>(code + node.missing_left);
    }
}

std::array<std::uint32_t, num_walk_lanes> walk(std::span<const WalkNode> nodes,
                                               std::span<const std::uint32_t> rows,
                                               std::span<const std::uint8_t> bytes,
                                               std::size_t stride) {
    std::array<std::size_t, num_walk_lanes> row_begin{};
    for (std::size_t lane = 0; lane < rows.size(); ++lane) {
        row_begin[lane] = rows[lane] * stride;
    }
    std::array<std::uint32_t, num_walk_lanes> at{};
    std::uint32_t moved = 1;
    while (moved != 0) {
        moved = 0;
        for (std::size_t lane = 0; lane < num_walk_lanes; ++lane) {
            const WalkNode node = nodes[at[lane]];
            const auto code =
                static_cast<std::uint8_t>(bytes[row_begin[lane] + node.feature] + node.shift);
            const std::uint32_t if_right = code > node.limit && node.step != 0 ? ~0U : 0U;
            at[lane] += node.step + (node.extra & if_right);
            moved |= node.step;
        }
    }
    for (std::uint32_t& end : at) {
        end = nodes[end].extra;
    }
    return at;
}

}  // namespace mineprint::training
