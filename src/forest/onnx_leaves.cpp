// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/onnx_leaves.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/forest/leaf_weights.hpp"

namespace mineprint::forest {
namespace {

/// The weights of all leaves, in the order of trees and of leaves in them.
struct Table {
    std::vector<OnnxLeaf> leaves;
    std::vector<float> weights;  ///< leaves × classes
    std::size_t num_classes = 0;

    [[nodiscard]] std::span<const float> of(std::size_t leaf) const {
        return std::span(weights).subspan(leaf * num_classes, num_classes);
    }
};

[[noreturn]] void refuse(const OnnxLeaf& leaf, const std::string& what) {
    throw core::DataError(fmt::format("tree {}, node {}: {}", leaf.tree, leaf.node, what));
}

Table table_of(const std::vector<std::vector<OnnxLeaf>>& leaves, const std::vector<OnnxVote>& votes,
               std::size_t num_classes) {
    Table table;
    table.num_classes = num_classes;
    std::map<OnnxLeaf, std::size_t> places;
    for (const std::vector<OnnxLeaf>& of_tree : leaves) {
        for (const OnnxLeaf& leaf : of_tree) {
            places.emplace(leaf, table.leaves.size());
            table.leaves.push_back(leaf);
        }
    }
    table.weights.assign(table.leaves.size() * num_classes, 0);
    std::vector<bool> given(table.weights.size());
    for (const OnnxVote& vote : votes) {
        const auto found = places.find(vote.leaf);
        if (found == places.end()) {
            refuse(vote.leaf, "it has a class weight, but is no leaf");
        }
        if (!(vote.weight >= 0) || std::isinf(vote.weight)) {
            refuse(vote.leaf, fmt::format("its class weight {} is negative or no number; only "
                                          "forests that average their trees are supported",
                                          vote.weight));
        }
        const std::size_t place = found->second * num_classes + vote.class_index;
        if (given[place]) {
            refuse(vote.leaf, fmt::format("class {} has two weights", vote.class_index));
        }
        given[place] = true;
        table.weights[place] = vote.weight;
    }
    return table;
}

/// The class whose weight alone is there; runtimes then take it for that of the second of two.
std::optional<std::size_t> only_class(const std::vector<OnnxVote>& votes, std::size_t num_classes) {
    const bool one =
        num_classes == 2 && !votes.empty() && std::ranges::all_of(votes, [&](const OnnxVote& vote) {
            return vote.class_index == votes.front().class_index;
        });
    return one ? std::optional(votes.front().class_index) : std::nullopt;
}

constexpr double sum_error = 1e-5;  // of a few hundred single-precision weights

std::vector<std::uint32_t> counts_of_only(const Table& table, std::size_t leaf,
                                          std::size_t class_index, std::size_t num_trees) {
    const double share =
        static_cast<double>(table.of(leaf)[class_index]) * static_cast<double>(num_trees);
    if (share > 1 + sum_error) {
        refuse(table.leaves[leaf],
               fmt::format("its class weight {} is more than one of {} trees has in a mean; only "
                           "forests that average their trees are supported",
                           table.of(leaf)[class_index], num_trees));
    }
    return counts_of_second(share, single_weight_error);
}

/// The counts of all leaves whose weights are shares in 65 535ths; empty if one's are not.
std::vector<std::uint32_t> counts_of_own_shares(const Table& table) {
    std::vector<std::uint32_t> all;
    std::vector<std::uint16_t> shares(table.num_classes);
    for (std::size_t leaf = 0; leaf < table.leaves.size(); ++leaf) {
        const auto weights = table.of(leaf);
        if (std::ranges::any_of(weights, [](float weight) {
                return weight > 65535 || weight != std::floor(weight);
            })) {
            return {};
        }
        std::ranges::transform(weights, shares.begin(),
                               [](float weight) { return static_cast<std::uint16_t>(weight); });
        const std::vector<std::uint32_t> counts = counts_of_shares(shares);
        if (counts.empty()) {
            return {};
        }
        all.insert(all.end(), counts.begin(), counts.end());
    }
    return all;
}

void check_sums(const Table& table) {
    std::optional<double> first;
    for (std::size_t leaf = 0; leaf < table.leaves.size(); ++leaf) {
        const auto weights = table.of(leaf);
        const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
        first = first.value_or(sum);
        if (!(std::abs(sum - *first) <= sum_error * *first)) {
            refuse(table.leaves[leaf],
                   fmt::format("its class weights add up to {}, those of tree {}, node {} to {}; "
                               "only forests whose trees weigh the same are supported",
                               sum, table.leaves.front().tree, table.leaves.front().node, *first));
        }
    }
}

std::vector<std::uint32_t> counts_of_all(const Table& table, const std::vector<OnnxVote>& votes,
                                         std::size_t num_trees) {
    const auto only = only_class(votes, table.num_classes);
    std::vector<std::uint32_t> all =
        only ? std::vector<std::uint32_t>{} : counts_of_own_shares(table);
    if (!all.empty()) {
        return all;
    }
    if (!only && num_trees > 1) {
        check_sums(table);
    }
    for (std::size_t leaf = 0; leaf < table.leaves.size(); ++leaf) {
        try {
            const std::vector<double> weights(table.of(leaf).begin(), table.of(leaf).end());
            const auto counts = only ? counts_of_only(table, leaf, *only, num_trees)
                                     : counts_of_weights(weights, single_weight_error);
            all.insert(all.end(), counts.begin(), counts.end());
        } catch (const core::DataError& error) {
            if (only) {
                throw;
            }
            refuse(table.leaves[leaf], error.what());
        }
    }
    return all;
}

}  // namespace

void weigh_leaves(std::vector<Tree>& trees, const std::vector<std::vector<OnnxLeaf>>& leaves,
                  const std::vector<OnnxVote>& votes, std::size_t num_classes) {
    const Table table = table_of(leaves, votes, num_classes);
    const std::vector<std::uint32_t> counts = counts_of_all(table, votes, trees.size());
    auto next = counts.begin();
    for (std::size_t tree = 0; tree < trees.size(); ++tree) {
        const auto size = static_cast<std::ptrdiff_t>(leaves[tree].size() * num_classes);
        trees[tree].leaf_counts.assign(next, next + size);
        next += size;
    }
}

}  // namespace mineprint::forest
