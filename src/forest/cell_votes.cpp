// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/cell_votes.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace mineprint::forest {
namespace {

/// Calls `visit(tree_index, nodes)` for every tree.
template <class Visit>
void for_each_tree(const ByteTrees& trees, Visit&& visit) {
    std::uint32_t begin = 0;
    for (std::size_t tree = 0; tree < trees.ends.size(); ++tree) {
        visit(tree, std::span(trees.nodes).subspan(begin, trees.ends[tree] - begin));
        begin = trees.ends[tree];
    }
}

void add(std::span<std::uint32_t> sums, const std::uint8_t* bytes, std::uint32_t factor) {
    for (std::size_t pixel = 0; pixel < block_pixels; ++pixel) {
        sums[pixel] += factor * bytes[pixel];
    }
}

}  // namespace

void CellVotes::start_cell(const ByteTrees& trees) {
    trees_ = &trees;
    mixed_.clear();
    std::size_t most_rows = forest_.num_classes;
    for_each_tree(trees, [&](std::size_t tree, std::span<const ByteNode> nodes) {
        std::size_t num_leaf_rows = forest_.num_classes;
        if (trees.all_pure[tree] == 0) {
            add_mixed_tree(nodes);
            num_leaf_rows = mixed_.back().shares.size() / forest_.num_classes;
        }
        most_rows = std::max(most_rows, num_leaf_rows + nodes.size());
    });
    rows_.resize(std::max(rows_.size(), most_rows * block_pixels));
    votes_.resize(forest_.num_classes * block_pixels);
    sums_.resize(forest_.num_classes * block_pixels);
}

/// Rows: the pure leaves, the tree's mixed leaves, its nodes.
void CellVotes::add_mixed_tree(std::span<const ByteNode> nodes) {
    const auto num_classes = static_cast<Branch>(forest_.num_classes);
    std::map<Branch, Branch> row_of;
    for (const ByteNode& node : nodes) {
        for (const Branch branch : {node.left, node.right}) {
            if (branch >= mixed_leaf) {
                row_of.emplace(branch, num_classes + static_cast<Branch>(row_of.size()));
            }
        }
    }
    const auto num_mixed = static_cast<Branch>(row_of.size());
    MixedTree& tree = mixed_.emplace_back();
    tree.nodes.assign(nodes.begin(), nodes.end());
    for (ByteNode& node : tree.nodes) {
        for (Branch* branch : {&node.left, &node.right}) {
            if (*branch >= mixed_leaf) {
                *branch = row_of.at(*branch);
            } else if (*branch >= num_classes) {
                *branch += num_mixed;
            }
        }
    }
    tree.shares.assign((num_classes + num_mixed) * num_classes, 0);
    for (std::size_t c = 0; c < num_classes; ++c) {
        tree.shares[c * num_classes + c] = whole_share;
    }
    for (const auto& [branch, row] : row_of) {
        std::ranges::copy(forest_.shares_of(branch), tree.shares.begin() + row * num_classes);
    }
}

std::span<const std::uint32_t> CellVotes::vote(std::span<const std::uint8_t* const> columns) {
    for (std::size_t c = 0; c < forest_.num_classes; ++c) {
        std::fill_n(sums_.begin() + static_cast<std::ptrdiff_t>(c * block_pixels), block_pixels,
                    trees_->sums[c]);
    }
    vote_pure(columns);
    for (const MixedTree& tree : mixed_) {
        vote_mixed(tree, columns);
    }
    return sums_;
}

void CellVotes::vote_pure(std::span<const std::uint8_t* const> columns) {
    const std::size_t num_classes = forest_.num_classes;
    for (std::size_t c = 0; c < num_classes; ++c) {
        std::fill_n(rows_.begin() + static_cast<std::ptrdiff_t>(c * block_pixels), block_pixels,
                    static_cast<std::uint8_t>(c));
    }
    std::ranges::fill(votes_, std::uint8_t{0});
    std::uint32_t num_votes = 0;
    for_each_tree(*trees_, [&](std::size_t tree, std::span<const ByteNode> nodes) {
        if (trees_->all_pure[tree] == 0) {
            return;
        }
        kernel_({nodes, columns, num_classes, rows_.data()});
        const std::uint8_t* const classes = &rows_[(num_classes + nodes.size() - 1) * block_pixels];
        for (std::size_t c = 1; c < num_classes; ++c) {
            std::uint8_t* const votes = &votes_[c * block_pixels];
            for (std::size_t pixel = 0; pixel < block_pixels; ++pixel) {
                votes[pixel] =
                    static_cast<std::uint8_t>(votes[pixel] + (classes[pixel] == c ? 1 : 0));
            }
        }
        ++num_votes;
        if (num_votes == std::numeric_limits<std::uint8_t>::max()) {
            flush_votes(num_votes);
            num_votes = 0;
        }
    });
    flush_votes(num_votes);
}

/// Who did not vote for another class voted for the first.
void CellVotes::flush_votes(std::uint32_t num_votes) {
    const auto sums_of = [&](std::size_t c) {
        return std::span(sums_).subspan(c * block_pixels, block_pixels);
    };
    for (std::uint32_t& sum : sums_of(0)) {
        sum += num_votes * whole_share;
    }
    for (std::size_t c = 1; c < forest_.num_classes; ++c) {
        add(sums_of(c), &votes_[c * block_pixels], whole_share);
        add(sums_of(0), &votes_[c * block_pixels], ~std::uint32_t{whole_share} + 1);
    }
    std::ranges::fill(votes_, std::uint8_t{0});
}

/// Two bytes a share, one after the other through the same kernel.
void CellVotes::vote_mixed(const MixedTree& tree, std::span<const std::uint8_t* const> columns) {
    const std::size_t num_classes = forest_.num_classes;
    const std::size_t num_leaf_rows = tree.shares.size() / num_classes;
    for (std::size_t c = 0; c < num_classes; ++c) {
        for (const unsigned shift : {0U, 8U}) {
            for (std::size_t row = 0; row < num_leaf_rows; ++row) {
                std::fill_n(rows_.begin() + static_cast<std::ptrdiff_t>(row * block_pixels),
                            block_pixels,
                            static_cast<std::uint8_t>(tree.shares[row * num_classes + c] >> shift));
            }
            kernel_({tree.nodes, columns, num_leaf_rows, rows_.data()});
            add(std::span(sums_).subspan(c * block_pixels, block_pixels),
                &rows_[(num_leaf_rows + tree.nodes.size() - 1) * block_pixels], 1U << shift);
        }
    }
}

}  // namespace mineprint::forest
