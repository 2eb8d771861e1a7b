// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/oob.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "mineprint/forest/leaf_shares.hpp"

namespace mineprint::training {
namespace {

/// A node made for walking without branches: in preorder the left child is one step on, the right
/// one `extra` more; a leaf steps nowhere.
struct WalkNode {
    std::uint32_t extra = 0;
    std::uint16_t feature = 0;
    std::uint8_t limit = 0;
    std::uint8_t step : 1 = 0;
    std::uint8_t shift : 1 = 0;  ///< 1 wraps the missing code to 0, left of every threshold
};

std::vector<WalkNode> walk_nodes(const CodeTree& tree) {
    std::vector<WalkNode> nodes;
    nodes.reserve(tree.nodes.size());
    for (const CodeNode& node : tree.nodes) {
        const auto own = static_cast<std::uint32_t>(nodes.size());
        WalkNode& walk_node = nodes.emplace_back();
        if (!node.is_leaf()) {
            walk_node.extra = static_cast<std::uint32_t>(node.right) - own - 1;
            walk_node.feature = static_cast<std::uint16_t>(node.cut.feature);
            walk_node.step = 1;
            walk_node.shift = node.cut.missing_left ? 1 : 0;
            walk_node.limit = static_cast<std::uint8_t>(node.cut.threshold_code +
                                                        (node.cut.missing_left ? 1 : 0));
        }
    }
    return nodes;
}

/// Rows walked side by side, so that one's wait for memory is another's step.
constexpr std::size_t num_lanes = 8;

std::array<std::uint32_t, num_lanes> walk(std::span<const WalkNode> nodes,
                                          std::span<const std::uint32_t> rows,
                                          const TrainingRows& all) {
    std::array<std::size_t, num_lanes> row_begin{};
    for (std::size_t lane = 0; lane < rows.size(); ++lane) {
        row_begin[lane] = rows[lane] * all.layout.stride;
    }
    std::array<std::uint32_t, num_lanes> at{};
    std::uint32_t moved = 1;
    while (moved != 0) {
        moved = 0;
        for (std::size_t lane = 0; lane < num_lanes; ++lane) {
            const WalkNode node = nodes[at[lane]];
            const auto code =
                static_cast<std::uint8_t>(all.bytes[row_begin[lane] + node.feature] + node.shift);
            const std::uint32_t if_right = code > node.limit ? ~0U : 0U;
            at[lane] += node.step + (node.extra & if_right);
            moved |= node.step;
        }
    }
    return at;
}

}  // namespace

void OobVotes::add(const GrownTree& grown, const TrainingRows& rows) {
    const std::vector<WalkNode> nodes = walk_nodes(grown.tree);
    const std::vector<std::uint16_t> shares =
        forest::leaf_shares(grown.tree.leaf_counts, num_classes_);
    const std::span<const std::uint32_t> all(grown.out_of_bag);
    for (std::size_t begin = 0; begin < all.size(); begin += num_lanes) {
        const auto some = all.subspan(begin, std::min(num_lanes, all.size() - begin));
        const auto ends = walk(nodes, some, rows);
        for (std::size_t lane = 0; lane < some.size(); ++lane) {
            const auto leaf = static_cast<std::size_t>(grown.tree.nodes[ends[lane]].leaf);
            ++num_trees_[some[lane]];
            for (std::size_t c = 0; c < num_classes_; ++c) {
                sums_[some[lane] * num_classes_ + c] += shares[leaf * num_classes_ + c];
            }
        }
    }
}

void OobVotes::merge(const OobVotes& other) {
    std::ranges::transform(sums_, other.sums_, sums_.begin(), std::plus<>());
    std::ranges::transform(num_trees_, other.num_trees_, num_trees_.begin(), std::plus<>());
}

void OobVotes::assess(std::span<const std::uint8_t> labels, forest::TrainingReport& report) const {
    report.oob_confusion.assign(num_classes_ * num_classes_, 0);
    std::uint64_t num_assessed = 0;
    std::uint64_t num_wrong = 0;
    for (std::size_t row = 0; row < labels.size(); ++row) {
        if (num_trees_[row] == 0) {
            continue;
        }
        const auto own = std::span(sums_).subspan(row * num_classes_, num_classes_);
        const auto predicted =
            static_cast<std::size_t>(std::ranges::max_element(own) - own.begin());
        ++report.oob_confusion[predicted * num_classes_ + labels[row]];
        ++num_assessed;
        num_wrong += predicted != labels[row] ? 1 : 0;
    }
    report.oob_error = num_assessed == 0
                           ? std::numeric_limits<double>::quiet_NaN()
                           : static_cast<double>(num_wrong) / static_cast<double>(num_assessed);
}

}  // namespace mineprint::training
