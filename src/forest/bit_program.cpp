// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/bit_program.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace mineprint::forest {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t limits_per_column = 256;
/// With more classes a plane for each costs more than numbers do.
constexpr std::size_t most_voting_classes = 8;

}  // namespace

BitProgram::BitProgram(const ByteForest& forest)
    : forest_(forest),
      test_numbers_(forest.columns.size() * limits_per_column, none),
      leaf_numbers_(forest.num_classes + forest.mixed_shares.size() / forest.num_classes, none) {}

void BitProgram::compile(const ByteTrees& trees) {
    for (const BitTest& test : tests_) {
        test_numbers_[test.column * limits_per_column + test.limit] = none;
    }
    tests_.clear();
    nodes_.clear();
    planes_.clear();
    numbered_trees_.clear();
    num_voting_trees_ = 0;
    num_rows_ = first_free_row;
    const auto votes = [&](std::size_t tree) {
        return trees.all_pure[tree] != 0 && forest_.num_classes <= most_voting_classes;
    };
    const auto for_each_tree = [&](bool voting, const auto& visit) {
        std::uint32_t begin = 0;
        for (std::size_t tree = 0; tree < trees.ends.size(); ++tree) {
            if (votes(tree) == voting) {
                visit(std::span(trees.nodes).subspan(begin, trees.ends[tree] - begin));
            }
            begin = trees.ends[tree];
        }
    };
    for_each_tree(true, [&](std::span<const ByteNode> tree) {
        for (Branch c = 1; c < forest_.num_classes; ++c) {
            add_plane(tree, [c](Branch leaf) { return leaf == c ? 1 : 0; });
        }
        ++num_voting_trees_;
    });
    for_each_tree(false, [&](std::span<const ByteNode> tree) { add_numbered_tree(tree); });
}

void BitProgram::add_numbered_tree(std::span<const ByteNode> tree) {
    const auto num_classes = static_cast<Branch>(forest_.num_classes);
    NumberedTree& result = numbered_trees_.emplace_back();
    numbered_.clear();
    for (const ByteNode& node : tree) {
        for (const Branch branch : {node.left, node.right}) {
            if (branch < num_classes || branch >= mixed_leaf) {
                static_cast<void>(number_of(branch, result));
            }
        }
    }
    result.num_planes = static_cast<std::uint32_t>(std::bit_width(numbered_.size() - 1));
    for (std::uint32_t plane = 0; plane < result.num_planes; ++plane) {
        add_plane(tree, [&](Branch leaf) { return (number_of(leaf, result) >> plane) & 1U; });
    }
    for (const Branch leaf : numbered_) {
        leaf_numbers_[leaf < num_classes ? leaf : leaf - mixed_leaf + num_classes] = none;
    }
}

/// The number of a leaf of the present tree; a new one with its shares when it is met first.
std::uint32_t BitProgram::number_of(Branch leaf, NumberedTree& tree) {
    const auto num_classes = static_cast<Branch>(forest_.num_classes);
    const bool pure = leaf < num_classes;
    std::uint32_t& number = leaf_numbers_[pure ? leaf : leaf - mixed_leaf + num_classes];
    if (number == none) {
        number = static_cast<std::uint32_t>(numbered_.size());
        numbered_.push_back(leaf);
        if (pure) {
            tree.shares.resize(tree.shares.size() + num_classes, 0);
            tree.shares[number * num_classes + leaf] = whole_share;
        } else {
            const auto shares = forest_.shares_of(leaf);
            tree.shares.insert(tree.shares.end(), shares.begin(), shares.end());
        }
    }
    return number;
}

/// Rows are taken like a stack: what two branches lead to lies in the two uppermost rows, and their
/// node's result in the lower one of them.
template <class BitOfLeaf>
void BitProgram::add_plane(std::span<const ByteNode> tree, BitOfLeaf&& bit_of_leaf) {
    const auto num_classes = static_cast<Branch>(forest_.num_classes);
    row_of_node_.resize(std::max(row_of_node_.size(), tree.size()));
    const auto row_of = [&](Branch branch) -> std::uint16_t {
        const bool is_node = branch >= num_classes && branch < mixed_leaf;
        return is_node ? row_of_node_[branch - num_classes]
                       : static_cast<std::uint16_t>(bit_of_leaf(branch));
    };
    std::uint16_t next_row = first_free_row;
    for (std::size_t index = 0; index < tree.size(); ++index) {
        const std::uint16_t left = row_of(tree[index].left);
        const std::uint16_t right = row_of(tree[index].right);
        if (left == right) {
            row_of_node_[index] = left;
            continue;
        }
        next_row = static_cast<std::uint16_t>(next_row - (left >= first_free_row ? 1 : 0) -
                                              (right >= first_free_row ? 1 : 0));
        row_of_node_[index] = next_row;
        nodes_.push_back({test_of(tree[index]), left, right, next_row});
        num_rows_ = std::max<std::size_t>(num_rows_, ++next_row);
    }
    planes_.push_back({static_cast<std::uint32_t>(nodes_.size()), row_of_node_[tree.size() - 1]});
}

std::uint32_t BitProgram::test_of(const ByteNode& node) {
    std::uint32_t& number = test_numbers_[node.column * limits_per_column + node.limit];
    if (number == none) {
        number = static_cast<std::uint32_t>(tests_.size());
        tests_.push_back({node.column, node.limit});
    }
    return number;
}

}  // namespace mineprint::forest
