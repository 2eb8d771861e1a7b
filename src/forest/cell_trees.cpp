// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/cell_trees.hpp"

namespace mineprint::forest {

void TreePruner::prune(const ByteTrees& trees, const ByteBox& box, ByteTrees& result) {
    result.clear(forest_.num_classes);
    result.sums = trees.sums;
    lowest_ = box.lowest.data();
    highest_ = box.highest.data();
    result_ = &result;
    num_classes_ = static_cast<Branch>(forest_.num_classes);
    std::uint32_t tree_begin = 0;
    for (const std::uint32_t tree_end : trees.ends) {
        tree_ = std::span(trees.nodes).subspan(tree_begin, tree_end - tree_begin);
        begin_ = static_cast<std::uint32_t>(result.nodes.size());
        any_mixed_ = false;
        const Branch root = follow(static_cast<Branch>(tree_.size()) - 1 + num_classes_);
        close_tree(root);
        tree_begin = tree_end;
    }
}

/// What is left of a branch.
Branch TreePruner::follow(Branch branch) {
    while (branch - num_classes_ < mixed_leaf - num_classes_) {
        const ByteNode& node = tree_[branch - num_classes_];
        const bool none_right = highest_[node.column] <= node.limit;
        const bool none_left = lowest_[node.column] > node.limit;
        if ((static_cast<unsigned>(none_right) | static_cast<unsigned>(none_left)) !=
            0) {  // one branch to guess instead of two
            branch = none_right ? node.left : node.right;
            continue;
        }
        const Branch left = follow(node.left);
        const Branch right = follow(node.right);
        if (left == right) {
            return left;
        }
        result_->nodes.push_back({left, right, node.column, node.limit});
        return static_cast<Branch>(result_->nodes.size()) - begin_ - 1 + num_classes_;
    }
    any_mixed_ |= branch >= mixed_leaf;
    return branch;
}

void TreePruner::close_tree(Branch root) {
    if (root < num_classes_) {
        result_->sums[root] += whole_share;
    } else if (root >= mixed_leaf) {
        const auto shares = forest_.shares_of(root);
        for (std::size_t c = 0; c < shares.size(); ++c) {
            result_->sums[c] += shares[c];
        }
    } else {
        result_->ends.push_back(static_cast<std::uint32_t>(result_->nodes.size()));
        result_->all_pure.push_back(any_mixed_ ? 0 : 1);
    }
}

}  // namespace mineprint::forest
