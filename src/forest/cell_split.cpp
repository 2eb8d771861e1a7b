// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/cell_split.hpp"

#include <algorithm>
#include <utility>

namespace mineprint::forest {
namespace {

constexpr std::size_t limits_per_column = 256;

}  // namespace

CellSplitter::CellSplitter(const ByteForest& forest)
    : num_classes_(forest.num_classes), weights_(forest.columns.size() * limits_per_column) {}

void CellSplitter::find_cuts(const ByteTrees& trees, const ByteBox& box, CutTree& cuts) {
    weigh(trees);
    box_ = box;
    cuts.cuts.fill({});
    cut(0, box_, cuts);
}

void CellSplitter::weigh(const ByteTrees& trees) {
    std::ranges::fill(weights_, 0U);
    sizes_.resize(std::max(sizes_.size(), trees.nodes.size()));
    std::uint32_t begin = 0;
    for (const std::uint32_t end : trees.ends) {
        for (std::uint32_t index = begin; index < end; ++index) {
            const ByteNode& node = trees.nodes[index];
            const auto size_of = [&](Branch branch) -> std::uint32_t {
                const bool is_node = branch >= num_classes_ && branch < mixed_leaf;
                return is_node ? sizes_[begin + branch - num_classes_] : 0;
            };
            sizes_[index] = 1 + size_of(node.left) + size_of(node.right);
            weights_[node.column * limits_per_column + node.limit] += sizes_[index];
        }
        begin = end;
    }
    for (std::size_t column = 0; column < weights_.size(); column += limits_per_column) {
        for (std::size_t limit = 1; limit < limits_per_column; ++limit) {
            weights_[column + limit] += weights_[column + limit - 1];
        }
    }
}

void CellSplitter::cut(std::size_t place, ByteBox& box, CutTree& cuts) const {
    if (place >= cuts.cuts.size()) {
        return;
    }
    const Cut own = best_cut(box);
    cuts.cuts[place] = own;
    if (own.limit == 255) {
        return;
    }
    const std::uint8_t lowest = std::exchange(box.lowest[own.column], own.limit + 1);
    cut(2 * place + 2, box, cuts);
    box.lowest[own.column] = lowest;
    const std::uint8_t highest = std::exchange(box.highest[own.column], own.limit);
    cut(2 * place + 1, box, cuts);
    box.highest[own.column] = highest;
}

Cut CellSplitter::best_cut(const ByteBox& box) const {
    Cut best;
    std::uint64_t most = 0;
    for (std::size_t column = 0; column * limits_per_column < weights_.size(); ++column) {
        const std::uint64_t* const weights = &weights_[column * limits_per_column];
        const std::uint8_t lowest = box.lowest[column];
        const std::uint8_t highest = box.highest[column];
        if (lowest >= highest) {
            continue;
        }
        const std::uint64_t before = lowest == 0 ? 0 : weights[lowest - 1];
        const std::uint64_t own = weights[highest - 1] - before;
        if (own > most) {
            most = own;
            const std::uint64_t* const middle =
                std::lower_bound(weights + lowest, weights + highest - 1, before + (own + 1) / 2);
            best = {static_cast<std::uint16_t>(column),
                    static_cast<std::uint8_t>(middle - weights)};
        }
    }
    return best;
}

}  // namespace mineprint::forest
