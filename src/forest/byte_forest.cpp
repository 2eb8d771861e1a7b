// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/byte_forest.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "mineprint/forest/leaf_shares.hpp"

namespace mineprint::forest {
namespace {

constexpr std::size_t max_thresholds = 254;
constexpr std::size_t max_path_length = 2000;
constexpr std::size_t max_features = 10000;  // a column's number has 16 bits
constexpr std::size_t max_trees = 65536;     // their shares are summed in 32 bits

/// Distinct thresholds of each feature, rising. Infinity needs none: no value is above it.
std::vector<std::vector<float>> thresholds_of(const Forest& forest) {
    std::vector<std::vector<float>> thresholds(forest.schema.size());
    for (const Tree& tree : forest.trees) {
        for (const Node& node : tree.nodes) {
            if (node.feature >= 0 && node.threshold < std::numeric_limits<float>::infinity()) {
                // + 0 turns -0 into 0: they cut alike.
                thresholds[static_cast<std::size_t>(node.feature)].push_back(node.threshold + 0.0F);
            }
        }
    }
    for (auto& own : thresholds) {
        std::ranges::sort(own);
        own.erase(std::unique(own.begin(), own.end()), own.end());
    }
    return thresholds;
}

std::size_t longest_path(const Tree& tree) {
    std::vector<std::size_t> length(tree.nodes.size(), 0);
    std::size_t longest = 0;
    for (std::size_t index = 0; index < tree.nodes.size(); ++index) {
        const Node& node = tree.nodes[index];
        longest = std::max(longest, length[index]);
        if (node.feature >= 0) {
            for (const std::int32_t child : {node.left, node.right}) {
                auto& own = length[static_cast<std::size_t>(child)];
                own = std::max(own, length[index] + 1);
            }
        }
    }
    return longest;
}

/// Turns trees into byte trees one after another.
class Builder {
  public:
    Builder(const Forest& forest, std::vector<std::vector<float>> thresholds, Missing missing)
        : missing_(missing) {
        result_.num_classes = forest.num_classes();
        result_.num_trees = forest.trees.size();
        for (auto& own : thresholds) {
            result_.tables.emplace_back(std::move(own));
        }
        result_.trees.clear(result_.num_classes);
    }

    void add(const Tree& tree) {
        const std::vector<std::uint16_t> shares =
            leaf_shares(tree.leaf_counts, result_.num_classes);
        const auto begin = static_cast<Branch>(result_.trees.nodes.size());
        std::vector<Branch> branch_to(tree.nodes.size());
        bool all_pure = true;
        for (std::size_t index = tree.nodes.size(); index-- > 0;) {
            const Node& node = tree.nodes[index];
            if (node.feature < 0) {
                branch_to[index] = leaf_branch(std::span(shares).subspan(
                    static_cast<std::size_t>(node.left) * result_.num_classes,
                    result_.num_classes));
                all_pure &= branch_to[index] < result_.num_classes;
                continue;
            }
            const Branch left = branch_to[static_cast<std::size_t>(node.left)];
            const Branch right = branch_to[static_cast<std::size_t>(node.right)];
            branch_to[index] = left;
            if (left != right) {
                branch_to[index] =
                    static_cast<Branch>(result_.trees.nodes.size() - begin + result_.num_classes);
                result_.trees.nodes.push_back(byte_node(node, left, right));
            }
        }
        close_tree(branch_to.front(), all_pure);
    }

    ByteForest take() { return std::move(result_); }

  private:
    Branch leaf_branch(std::span<const std::uint16_t> shares) {
        const auto whole = std::ranges::find(shares, whole_share);
        const auto num_zero = static_cast<std::size_t>(std::ranges::count(shares, 0));
        if (whole != shares.end() && num_zero + 1 == shares.size()) {
            return static_cast<Branch>(whole - shares.begin());
        }
        const std::vector<std::uint16_t> key(shares.begin(), shares.end());
        const auto next = static_cast<Branch>(mixed_.size());
        const auto [found, is_new] = mixed_.emplace(key, next);
        if (is_new) {
            result_.mixed_shares.insert(result_.mixed_shares.end(), key.begin(), key.end());
        }
        return mixed_leaf + found->second;
    }

    ByteNode byte_node(const Node& node, Branch left, Branch right) {
        const auto feature = static_cast<std::uint32_t>(node.feature);
        const bool missing_left = node.missing_left != 0 && missing_ == Missing::possible;
        const auto [found, is_new] = columns_.emplace(std::pair(feature, missing_left),
                                                      static_cast<std::uint16_t>(columns_.size()));
        if (is_new) {
            result_.columns.push_back({feature, missing_left});
        }
        const auto all = result_.tables[feature].thresholds();
        const auto rank = node.threshold < std::numeric_limits<float>::infinity()
                              ? std::ranges::lower_bound(all, node.threshold) - all.begin()
                              : static_cast<std::ptrdiff_t>(max_thresholds);
        return {left, right, found->second,
                static_cast<std::uint8_t>(rank + (missing_left ? 1 : 0))};
    }

    void close_tree(Branch root, bool all_pure) {
        if (root < result_.num_classes) {
            result_.trees.sums[root] += whole_share;
        } else if (root >= mixed_leaf) {
            const auto shares = result_.shares_of(root);
            for (std::size_t c = 0; c < shares.size(); ++c) {
                result_.trees.sums[c] += shares[c];
            }
        } else {
            result_.trees.ends.push_back(static_cast<std::uint32_t>(result_.trees.nodes.size()));
            result_.trees.all_pure.push_back(all_pure ? 1 : 0);
        }
    }

    Missing missing_;
    ByteForest result_;
    std::map<std::vector<std::uint16_t>, Branch> mixed_;
    std::map<std::pair<std::uint32_t, bool>, std::uint16_t> columns_;
};

}  // namespace

void ByteTrees::clear(std::size_t num_classes) {
    nodes.clear();
    ends.clear();
    all_pure.clear();
    sums.assign(num_classes, 0);
}

void ByteColumn::fill(const ThresholdTable& table, std::span<const float> values,
                      std::span<std::uint8_t> bytes) const {
    table.fill_bins(values, bytes);
    const auto shift = static_cast<std::uint8_t>(missing_left ? 1 : 0);
    const auto missing = static_cast<std::uint8_t>(255 + shift);
    for (std::size_t pixel = 0; pixel < values.size(); ++pixel) {
        const auto shifted = static_cast<std::uint8_t>(bytes[pixel] + shift);
        bytes[pixel] = std::isnan(values[pixel]) ? missing : shifted;
    }
}

std::optional<ByteForest> make_byte_forest(const Forest& forest, Missing missing) {
    std::vector<std::vector<float>> thresholds = thresholds_of(forest);
    const bool too_fine = std::ranges::any_of(
        thresholds, [](const auto& own) { return own.size() > max_thresholds; });
    const bool too_long = std::ranges::any_of(
        forest.trees, [](const Tree& tree) { return longest_path(tree) > max_path_length; });
    if (too_fine || too_long || forest.schema.size() > max_features ||
        forest.trees.size() > max_trees) {
        return std::nullopt;
    }
    Builder builder(forest, std::move(thresholds), missing);
    for (const Tree& tree : forest.trees) {
        builder.add(tree);
    }
    return builder.take();
}

}  // namespace mineprint::forest
