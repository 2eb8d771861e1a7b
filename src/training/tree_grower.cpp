// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/tree_grower.hpp"

#include <algorithm>
#include <cmath>

#include "mineprint/training/feature_draw.hpp"
#include "mineprint/training/node_histograms.hpp"
#include "mineprint/training/node_rules.hpp"
#include "mineprint/training/row_buffer.hpp"

namespace mineprint::training {
namespace {

/// A node that may still be split.
template <std::size_t num_words>
struct OpenNode {
    RowRange rows;
    bool second_half = false;  ///< of the row buffer
    bool is_right = false;
    int depth = 0;
    std::int32_t parent = -1;
    std::uint64_t path = root_path;
    std::uint64_t gain = 0;
    PackedCounts<num_words> counts;
    Split<num_words> split;
};

template <std::size_t num_words>
class Grower final : public TreeGrower {
  public:
    using Counts = PackedCounts<num_words>;
    using Open = OpenNode<num_words>;

    explicit Grower(const GrowthRules& rules)
        : growth_(rules),
          rules_(rules),
          mtry_(rules.mtry()),
          histograms_(rules.class_weights),
          draw_(rules.num_features) {}

    CodeTree grow(const TrainingRows& rows, std::uint64_t tree) override {
        buffer_.fill(rows, Bag(growth_.options, tree, growth_.bags[tree]));
        max_leaves_ = growth_.options.max_nodes;
        CodeTree grown = grow_from({tree, root_path, 0});
        return best_first() ? in_preorder(grown, growth_.num_classes()) : std::move(grown);
    }

    CodeTree grow_subtree(const SubtreeRoot& root,
                          std::span<const std::span<const std::byte>> pieces) override {
        buffer_.fill(growth_.layout, pieces);
        max_leaves_ = 0;
        return grow_from(root);
    }

  private:
    [[nodiscard]] bool best_first() const noexcept { return max_leaves_ > 0; }

    /// The heap's order: the largest gain is split first; equal ones in a fixed order.
    static bool later(const Open& a, const Open& b) {
        return a.gain != b.gain ? a.gain < b.gain : a.path < b.path;
    }

    CodeTree grow_from(const SubtreeRoot& root) {
        draw_.start_tree(growth_.options.seed, root.tree);
        tree_ = {};
        num_leaves_ = 1;
        Open node;
        node.rows = {0, buffer_.size()};
        node.depth = root.depth;
        node.path = root.path;
        node.counts = histograms_.count(buffer_, node.rows, false);
        open(node);
        while (!open_.empty()) {
            close_next();
        }
        return std::move(tree_);
    }

    /// Finds the node's split, if it may have one, and queues it.
    void open(Open node) {
        if (rules_.may_be_split(node.counts, node.depth)) {
            node.split = best_split(node);
        }
        if (node.split.exists()) {
            node.gain = rules_.gain(node.split, node.counts);
        }
        open_.push_back(node);
        if (best_first()) {
            std::ranges::push_heap(open_, later);
        }
    }

    Split<num_words> best_split(const Open& node) {
        SplitSearch<num_words> search(node.counts, rules_.split());
        draw_.start_node(node.path);
        std::size_t num_tried = 0;
        while (!draw_.done() && (num_tried < mtry_ || !search.best().exists())) {
            std::array<std::uint32_t, NodeHistograms<num_words>::max_features> features{};
            const std::size_t wanted = num_tried < mtry_ ? mtry_ - num_tried : 1;
            const std::size_t num_features = std::min(wanted, features.size());
            std::generate_n(features.begin(), num_features, [&] { return draw_.next(); });
            histograms_.search(buffer_, node.rows, node.second_half,
                               std::span(features).first(num_features), search);
            num_tried += num_features;
        }
        return search.best();
    }

    /// Takes a node from the queue: it becomes an inner node or a leaf.
    void close_next() {
        if (best_first()) {
            std::ranges::pop_heap(open_, later);
        }
        const Open node = open_.back();
        open_.pop_back();
        const auto index = static_cast<std::int32_t>(tree_.nodes.size());
        if (node.parent >= 0) {
            CodeNode& parent = tree_.nodes[static_cast<std::size_t>(node.parent)];
            (node.is_right ? parent.right : parent.left) = index;
        }
        const bool full = best_first() && num_leaves_ >= max_leaves_;
        if (node.split.exists() && !full) {
            ++num_leaves_;
            split(node, index);
        } else {
            rules_.add_leaf(tree_, node.counts);
        }
    }

    void split(const Open& node, std::int32_t index) {
        const Counts& left = node.split.left;
        const Counts right = node.counts - left;
        const Cut cut = rules_.complete(node.split, node.counts);
        tree_.add_inner(cut, node.gain);
        const std::size_t middle = buffer_.partition(node.rows, node.second_half, cut);
        const auto child = [&](bool is_right) {
            Open open_child;
            open_child.rows =
                is_right ? RowRange{middle, node.rows.end} : RowRange{node.rows.begin, middle};
            open_child.second_half = !node.second_half;
            open_child.is_right = is_right;
            open_child.depth = node.depth + 1;
            open_child.parent = index;
            open_child.path = child_path(node.path, is_right);
            open_child.counts = is_right ? right : left;
            return open_child;
        };
        open(child(true));
        open(child(false));
    }

    GrowthRules growth_;
    NodeRules<num_words> rules_;
    std::size_t mtry_;
    RowBuffer buffer_;
    NodeHistograms<num_words> histograms_;
    FeatureDraw draw_;
    std::vector<Open> open_;
    CodeTree tree_;
    int num_leaves_ = 1;
    int max_leaves_ = 0;  ///< 0: no limit
};

}  // namespace

std::size_t GrowthRules::mtry() const {
    return options.mtry > 0
               ? static_cast<std::size_t>(options.mtry)
               : static_cast<std::size_t>(std::sqrt(static_cast<double>(num_features)));
}

std::unique_ptr<TreeGrower> make_tree_grower(const GrowthRules& rules) {
    return with_words_for(rules.num_classes(),
                          [&]<std::size_t num_words>() -> std::unique_ptr<TreeGrower> {
                              return std::make_unique<Grower<num_words>>(rules);
                          });
}

}  // namespace mineprint::training
