// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/tree_grower.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "mineprint/training/binning.hpp"
#include "mineprint/training/feature_draw.hpp"
#include "mineprint/training/split.hpp"

namespace mineprint::training {
namespace {

struct BagRow {
    std::size_t row = 0;
    std::uint8_t count = 0;
};

/// A node that may still be split.
struct OpenNode {
    std::size_t begin = 0;  ///< its rows
    std::size_t end = 0;
    std::uint64_t path = root_path;
    int depth = 0;
    std::int32_t parent = -1;
    bool is_right = false;
    std::vector<std::uint32_t> counts;
    std::optional<Split> split;
    std::uint64_t gain = 0;
};

class Growth {
  public:
    Growth(const TrainingRows& rows, const ForestOptions& options,
           std::span<const std::uint32_t> weights, std::uint64_t tree)
        : rows_(rows),
          options_(options),
          weights_(weights),
          draw_(options.seed, tree, rows.num_features),
          histogram_(std::size_t{256} * rows.num_classes) {
        tree_.gains.resize(rows.num_features);
    }

    CodeTree run(const Bag& bag) {
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            const std::uint8_t count = bag.count_of(rows_.ids[row]);
            if (count > 0) {
                bag_.push_back({row, count});
            }
        }
        OpenNode root;
        root.end = bag_.size();
        open(std::move(root));
        while (!open_.empty()) {
            grow_one();
        }
        number_in_preorder();
        return std::move(tree_);
    }

  private:
    [[nodiscard]] int mtry() const {
        return options_.mtry > 0
                   ? options_.mtry
                   : std::max(1,
                              static_cast<int>(std::sqrt(static_cast<double>(rows_.num_features))));
    }
    [[nodiscard]] bool best_first() const { return options_.max_nodes > 0; }

    void open(OpenNode node) {
        node.counts.assign(rows_.num_classes, 0);
        std::uint64_t num_rows = 0;
        for (std::size_t index = node.begin; index < node.end; ++index) {
            const std::uint8_t label = rows_.labels[bag_[index].row];
            node.counts[label] += bag_[index].count * weights_[label];
            num_rows += bag_[index].count;
        }
        const bool pure = std::ranges::count(node.counts, 0U) + 1 >= std::ssize(node.counts);
        const bool too_deep = options_.max_depth > 0 && node.depth >= options_.max_depth;
        if (!pure && !too_deep && num_rows >= 2 * static_cast<std::uint64_t>(options_.min_leaf)) {
            node.split = best_split(node);
        }
        if (node.split) {
            std::uint64_t squares = 0;
            for (const std::uint64_t count : node.counts) {
                squares += count * count;
            }
            node.gain = node.split->score.gain_over(
                squares, std::accumulate(node.counts.begin(), node.counts.end(), std::uint64_t{0}));
        }
        open_.push_back(std::move(node));
        if (best_first()) {
            std::ranges::push_heap(open_, grows_later);
        }
    }

    static bool grows_later(const OpenNode& a, const OpenNode& b) {
        return a.gain != b.gain ? a.gain < b.gain : a.path < b.path;
    }

    std::optional<Split> best_split(const OpenNode& node) {
        draw_.start(node.path);
        std::optional<Split> best;
        for (int tried = 0; !draw_.done() && (tried < mtry() || !best); ++tried) {
            const std::uint32_t feature = draw_.next();
            fill_histogram(node, feature);
            const auto split =
                find_split(histogram_, node.counts, feature,
                           {static_cast<std::uint64_t>(options_.min_leaf), weights_});
            if (split && (!best || split->better_than(*best))) {
                best = split;
            }
        }
        return best;
    }

    void fill_histogram(const OpenNode& node, std::uint32_t feature) {
        std::ranges::fill(histogram_, 0U);
        for (std::size_t index = node.begin; index < node.end; ++index) {
            const std::size_t row = bag_[index].row;
            const std::uint8_t label = rows_.labels[row];
            histogram_[rows_.row(row)[feature] * rows_.num_classes + label] +=
                bag_[index].count * weights_[label];
        }
    }

    void grow_one() {
        if (best_first()) {
            std::ranges::pop_heap(open_, grows_later);
        }
        OpenNode node = std::move(open_.back());
        open_.pop_back();
        const auto index = static_cast<std::int32_t>(tree_.nodes.size());
        if (node.parent >= 0) {
            CodeNode& parent = tree_.nodes[static_cast<std::size_t>(node.parent)];
            (node.is_right ? parent.right : parent.left) = index;
        }
        tree_.nodes.emplace_back();
        const bool full =
            best_first() && num_leaves_ >= static_cast<std::size_t>(options_.max_nodes);
        if (!node.split || full) {
            tree_.nodes.back().left =
                static_cast<std::int32_t>(tree_.leaf_counts.size() / rows_.num_classes);
            tree_.leaf_counts.insert(tree_.leaf_counts.end(), node.counts.begin(),
                                     node.counts.end());
            return;
        }
        ++num_leaves_;
        split_node(node, index);
    }

    void split_node(const OpenNode& node, std::int32_t index) {
        Split split = *node.split;
        tree_.gains[split.feature] += node.gain >> 15U;
        const auto code_of = [&](const BagRow& row) { return rows_.row(row.row)[split.feature]; };
        const auto begin = bag_.begin() + static_cast<std::ptrdiff_t>(node.begin);
        const auto end = bag_.begin() + static_cast<std::ptrdiff_t>(node.end);
        const bool any_missing = std::any_of(
            begin, end, [&](const BagRow& row) { return code_of(row) == missing_code; });
        const auto middle = std::partition(begin, end, [&](const BagRow& row) {
            const std::uint8_t code = code_of(row);
            return code == missing_code ? split.missing_left : code <= split.threshold_code;
        });
        if (!any_missing) {
            std::uint64_t left_sum = 0;
            std::uint64_t right_sum = 0;
            for (auto it = begin; it != end; ++it) {
                (it < middle ? left_sum : right_sum) += it->count * weights_[rows_.labels[it->row]];
            }
            split.missing_left = left_sum >= right_sum;
        }
        tree_.nodes.back() = {static_cast<std::int32_t>(split.feature), 0, 0, split.threshold_code,
                              split.missing_left};
        const auto cut = static_cast<std::size_t>(middle - bag_.begin());
        open({cut, node.end, child_path(node.path, true), node.depth + 1, index, true, {}, {}, 0});
        open({node.begin,
              cut,
              child_path(node.path, false),
              node.depth + 1,
              index,
              false,
              {},
              {},
              0});
    }

    void number_in_preorder() {
        CodeTree ordered;
        ordered.gains = tree_.gains;
        struct Place {
            std::int32_t node, parent;
            bool is_right;
        };
        std::vector<Place> places{{0, -1, false}};
        while (!places.empty()) {
            const Place place = places.back();
            places.pop_back();
            const auto index = static_cast<std::int32_t>(ordered.nodes.size());
            if (place.parent >= 0) {
                CodeNode& parent = ordered.nodes[static_cast<std::size_t>(place.parent)];
                (place.is_right ? parent.right : parent.left) = index;
            }
            CodeNode node = tree_.nodes[static_cast<std::size_t>(place.node)];
            if (node.feature < 0) {
                const auto counts =
                    std::span(tree_.leaf_counts)
                        .subspan(static_cast<std::size_t>(node.left) * rows_.num_classes,
                                 rows_.num_classes);
                node.left =
                    static_cast<std::int32_t>(ordered.leaf_counts.size() / rows_.num_classes);
                ordered.leaf_counts.insert(ordered.leaf_counts.end(), counts.begin(), counts.end());
            } else {
                places.push_back({node.right, index, true});
                places.push_back({node.left, index, false});
            }
            ordered.nodes.push_back(node);
        }
        tree_ = std::move(ordered);
    }

    const TrainingRows& rows_;
    const ForestOptions& options_;
    std::span<const std::uint32_t> weights_;
    FeatureDraw draw_;
    std::vector<BagRow> bag_;
    std::vector<std::uint32_t> histogram_;
    std::vector<OpenNode> open_;
    std::size_t num_leaves_ = 1;
    CodeTree tree_;
};

}  // namespace

std::size_t CodeTree::leaf_of(std::span<const std::uint8_t> codes) const {
    const CodeNode* node = &nodes.front();
    while (node->feature >= 0) {
        const std::uint8_t code = codes[static_cast<std::size_t>(node->feature)];
        const bool left = code == missing_code ? node->missing_left : code <= node->threshold_code;
        node = &nodes[static_cast<std::size_t>(left ? node->left : node->right)];
    }
    return static_cast<std::size_t>(node->left);
}

TreeGrower::TreeGrower(const TrainingRows& rows, const ForestOptions& options,
                       std::span<const std::uint32_t> class_weights)
    : rows_(rows), options_(options), class_weights_(class_weights) {}

CodeTree TreeGrower::grow(std::uint64_t tree, const Bag& bag) const {
    return Growth(rows_, options_, class_weights_, tree).run(bag);
}

}  // namespace mineprint::training
