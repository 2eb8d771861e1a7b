// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/tree_grower.hpp"

#include <algorithm>
#include <cmath>

#include "mineprint/training/bag.hpp"
#include "mineprint/training/feature_draw.hpp"
#include "mineprint/training/node_histograms.hpp"
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

    Grower(const TrainingRows& rows, const ForestOptions& options,
           std::span<const std::uint32_t> class_weights)
        : rows_(rows),
          options_(options),
          rules_{static_cast<std::uint64_t>(options.min_leaf), class_weights},
          mtry_(options.mtry > 0
                    ? static_cast<std::size_t>(options.mtry)
                    : static_cast<std::size_t>(std::sqrt(static_cast<double>(rows.num_features)))),
          histograms_(class_weights),
          draw_(rows.num_features) {}

    GrownTree grow(std::uint64_t tree) override {
        buffer_.fill(rows_, Bag(options_, tree, rows_.ids));
        draw_.start_tree(options_.seed, tree);
        tree_ = {};
        gains_.assign(rows_.num_features, 0);
        num_leaves_ = 1;
        Open root;
        root.rows = {0, buffer_.size()};
        root.counts = histograms_.count(buffer_, root.rows, false);
        open(root);
        while (!open_.empty()) {
            close_next();
        }
        const auto out_of_bag = buffer_.out_of_bag();
        return {best_first() ? in_preorder(tree_, rows_.num_classes) : std::move(tree_),
                gains_,
                {out_of_bag.begin(), out_of_bag.end()}};
    }

  private:
    [[nodiscard]] bool best_first() const noexcept { return options_.max_nodes > 0; }

    /// The heap's order: the largest gain is split first; equal ones in a fixed order.
    static bool later(const Open& a, const Open& b) {
        return a.gain != b.gain ? a.gain < b.gain : a.path < b.path;
    }

    [[nodiscard]] std::uint64_t rows_of(const Counts& counts) const {
        std::uint64_t rows = 0;
        for (std::size_t c = 0; c < rows_.num_classes; ++c) {
            rows += counts.count(c) / rules_.class_weights[c];
        }
        return rows;
    }

    /// Finds the node's split, if it may have one, and queues it.
    void open(Open node) {
        const bool deep_enough = options_.max_depth > 0 && node.depth >= options_.max_depth;
        if (!deep_enough && !node.counts.pure() && rows_of(node.counts) >= 2 * rules_.min_leaf) {
            node.split = best_split(node);
        }
        if (node.split.exists()) {
            node.gain =
                node.split.score(node.counts).gain_over(node.counts.squares(), node.counts.sum());
        }
        open_.push_back(node);
        if (best_first()) {
            std::ranges::push_heap(open_, later);
        }
    }

    Split<num_words> best_split(const Open& node) {
        SplitSearch<num_words> search(node.counts, rules_);
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
        const bool full = best_first() && num_leaves_ >= options_.max_nodes;
        if (node.split.exists() && !full) {
            ++num_leaves_;
            split(node, index);
        } else {
            add_leaf(node.counts);
        }
    }

    void add_leaf(const Counts& counts) {
        const std::size_t leaf = tree_.leaf_counts.size() / rows_.num_classes;
        tree_.nodes.push_back({{}, -1, -1, static_cast<std::int32_t>(leaf)});
        for (std::size_t c = 0; c < rows_.num_classes; ++c) {
            tree_.leaf_counts.push_back(static_cast<std::uint32_t>(counts.count(c)));
        }
    }

    void split(const Open& node, std::int32_t index) {
        const Counts& left = node.split.left;
        const Counts right = node.counts - left;
        Cut cut = node.split.cut;
        if (!node.split.any_missing) {
            cut.missing_left = left.sum() >= right.sum();
        }
        gains_[cut.feature] += node.gain >> 15U;
        tree_.nodes.push_back({cut, -1, -1, -1});
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

    const TrainingRows& rows_;
    const ForestOptions& options_;
    SplitRules rules_;
    std::size_t mtry_;
    RowBuffer buffer_;
    NodeHistograms<num_words> histograms_;
    FeatureDraw draw_;
    std::vector<Open> open_;
    CodeTree tree_;
    std::vector<std::uint64_t> gains_;
    int num_leaves_ = 1;
};

}  // namespace

std::unique_ptr<TreeGrower> make_tree_grower(const TrainingRows& rows, const ForestOptions& options,
                                             std::span<const std::uint32_t> class_weights) {
    const auto with_room_for = [&]<std::size_t num_words>() -> std::unique_ptr<TreeGrower> {
        return std::make_unique<Grower<num_words>>(rows, options, class_weights);
    };
    if (rows.num_classes <= 2) {
        return with_room_for.template operator()<1>();
    }
    if (rows.num_classes <= 4) {
        return with_room_for.template operator()<2>();
    }
    if (rows.num_classes <= 8) {
        return with_room_for.template operator()<4>();
    }
    if (rows.num_classes <= 32) {
        return with_room_for.template operator()<16>();
    }
    return with_room_for.template operator()<128>();
}

}  // namespace mineprint::training
