// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/onnx_ensemble.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/forest/onnx_leaves.hpp"

namespace mineprint::forest {
namespace {

using Numbers = std::vector<std::int64_t>;

constexpr std::array known_attributes{
    "nodes_treeids",      "nodes_nodeids",       "nodes_featureids",
    "nodes_modes",        "nodes_values",        "nodes_truenodeids",
    "nodes_falsenodeids", "nodes_hitrates",      "nodes_missing_value_tracks_true",
    "class_treeids",      "class_nodeids",       "class_ids",
    "class_weights",      "classlabels_strings", "classlabels_int64s",
    "post_transform",     "base_values"};

const OnnxAttribute& attribute(const OnnxNode& node, const char* name) {
    static const OnnxAttribute none;
    const auto found = node.attributes.find(name);
    return found == node.attributes.end() ? none : found->second;
}

void check_attributes(const OnnxNode& node) {
    for (const auto& [name, value] : node.attributes) {
        if (name.ends_with("_as_tensor")) {
            throw core::DataError(
                fmt::format("its attribute {} is of double precision; single precision is "
                            "supported: convert the forest for float inputs",
                            name));
        }
        if (value.foreign || std::ranges::find(known_attributes, name) == known_attributes.end()) {
            throw core::DataError(fmt::format(
                "its TreeEnsembleClassifier has an attribute '{}', which is not supported", name));
        }
    }
    const std::string_view transform = attribute(node, "post_transform").text;
    if (!transform.empty() && transform != "NONE") {
        throw core::DataError(fmt::format(
            "its scores are transformed by {} as those of boosted trees are; only forests that "
            "average their trees are supported (post_transform NONE)",
            transform));
    }
    for (const float value : attribute(node, "base_values").reals) {
        if (value != 0) {
            throw core::DataError(fmt::format(
                "it adds a base value of {} to its scores; only forests that average their trees "
                "are supported",
                value));
        }
    }
}

std::vector<std::string> class_names(const OnnxNode& node) {
    const auto& texts = attribute(node, "classlabels_strings").texts;
    const Numbers& numbers = attribute(node, "classlabels_int64s").numbers;
    std::vector<std::string> names(texts.begin(), texts.end());
    for (const std::int64_t number : numbers) {
        names.push_back(fmt::to_string(number));
    }
    if (texts.empty() == numbers.empty() || names.size() > 256) {
        throw core::DataError(
            fmt::format("it has {} class labels as text and {} as numbers; 1 to 256 of one kind "
                        "are possible",
                        texts.size(), numbers.size()));
    }
    return names;
}

/// The lists that have an entry a node.
struct Nodes {
    const Numbers& tree;
    const Numbers& number;
    const Numbers& feature;
    const Numbers& if_true;
    const Numbers& if_false;
    const Numbers& missing_true;  ///< may be empty: nowhere
    const std::vector<float>& threshold;
    const std::vector<std::string_view>& mode;

    [[nodiscard]] std::size_t size() const { return tree.size(); }
    [[nodiscard]] bool is_leaf(std::size_t row) const { return mode[row] == "LEAF"; }
};

Nodes nodes_of(const OnnxNode& node) {
    const auto numbers = [&](const char* name) -> const Numbers& {
        return attribute(node, name).numbers;
    };
    const Nodes nodes{numbers("nodes_treeids"),
                      numbers("nodes_nodeids"),
                      numbers("nodes_featureids"),
                      numbers("nodes_truenodeids"),
                      numbers("nodes_falsenodeids"),
                      numbers("nodes_missing_value_tracks_true"),
                      attribute(node, "nodes_values").reals,
                      attribute(node, "nodes_modes").texts};
    const std::array sizes{nodes.number.size(),   nodes.feature.size(),   nodes.if_true.size(),
                           nodes.if_false.size(), nodes.threshold.size(), nodes.mode.size()};
    const bool missing_fits =
        nodes.missing_true.empty() || nodes.missing_true.size() == nodes.size();
    if (nodes.size() == 0 || !missing_fits ||
        std::ranges::any_of(sizes, [&](std::size_t size) { return size != nodes.size(); })) {
        throw core::DataError(
            "the lists nodes_* of its TreeEnsembleClassifier are empty or differ in length");
    }
    constexpr std::size_t most = std::numeric_limits<std::int32_t>::max();
    if (nodes.size() > most) {
        throw core::DataError("it has more than 2^31 nodes");
    }
    return nodes;
}

std::string place(const Nodes& nodes, std::size_t row) {
    return fmt::format("tree {}, node {}", nodes.tree[row], nodes.number[row]);
}

/// The rows of the nodes of each tree, in the order in which trees and nodes stand in the lists.
std::vector<std::vector<std::size_t>> rows_of_trees(const Nodes& nodes) {
    std::vector<std::vector<std::size_t>> trees;
    std::unordered_map<std::int64_t, std::size_t> places;
    for (std::size_t row = 0; row < nodes.size(); ++row) {
        const auto [found, added] = places.emplace(nodes.tree[row], trees.size());
        if (added) {
            trees.emplace_back();
        }
        trees[found->second].push_back(row);
    }
    return trees;
}

/// A question as `value <= threshold`; `turned`: its answer says no where the file's says yes.
struct Question {
    float threshold = 0;
    bool turned = false;
};

Question question_of(const Nodes& nodes, std::size_t row) {
    const std::string_view mode = nodes.mode[row];
    const float threshold = nodes.threshold[row];
    const bool below = mode == "BRANCH_LT" || mode == "BRANCH_GTE";
    const bool turned = mode == "BRANCH_GT" || mode == "BRANCH_GTE";
    if (!below && !turned && mode != "BRANCH_LEQ") {
        throw core::DataError(fmt::format(
            "{}: its mode is {}; BRANCH_LEQ, BRANCH_LT, BRANCH_GT, BRANCH_GTE and LEAF are "
            "supported",
            place(nodes, row), mode));
    }
    constexpr float lowest = -std::numeric_limits<float>::infinity();
    if (std::isnan(threshold) || (below && threshold == lowest)) {
        throw core::DataError(fmt::format("{}: its threshold is {}, with which {} asks nothing",
                                          place(nodes, row), threshold, mode));
    }
    return {below ? std::nextafter(threshold, lowest) : threshold, turned};
}

/// One tree, its nodes numbered anew from the root downwards.
class TreeReader {
  public:
    TreeReader(const Nodes& nodes, const std::vector<std::size_t>& rows)
        : nodes_(nodes), rows_(rows) {
        for (const std::size_t row : rows) {
            if (!places_.emplace(nodes.number[row], row).second) {
                throw core::DataError(fmt::format("{} is there twice", place(nodes, row)));
            }
        }
    }

    /// `leaves`: gets the row of every leaf, in the order in which the tree numbers them.
    Tree read(std::vector<std::size_t>& leaves) {
        Tree tree;
        open_ = {{root(), 0, Side::none}};
        while (!open_.empty()) {
            const Open next = open_.back();
            open_.pop_back();
            const auto index = static_cast<std::int32_t>(tree.nodes.size());
            if (next.side == Side::left) {
                tree.nodes[next.parent].left = index;
            } else if (next.side == Side::right) {
                tree.nodes[next.parent].right = index;
            }
            tree.nodes.push_back(node_at(next.row, tree.nodes.size(), leaves));
        }
        if (tree.nodes.size() != rows_.size()) {
            throw core::DataError(fmt::format("tree {}: {} of its {} nodes hang on no root",
                                              nodes_.tree[rows_.front()],
                                              rows_.size() - tree.nodes.size(), rows_.size()));
        }
        return tree;
    }

  private:
    enum class Side { none, left, right };
    struct Open {
        std::size_t row;
        std::size_t parent;
        Side side;
    };

    std::size_t child(std::size_t row, std::int64_t number) const {
        const auto found = places_.find(number);
        if (found == places_.end()) {
            throw core::DataError(
                fmt::format("{}: its child {} does not exist", place(nodes_, row), number));
        }
        return found->second;
    }

    /// The only node that is nobody's child, after it is sure that none is the child of two: what
    /// hangs on it is then a tree.
    std::size_t root() const {
        std::set<std::size_t> children;
        for (const std::size_t row : rows_) {
            for (const Numbers* side : {&nodes_.if_true, &nodes_.if_false}) {
                if (!nodes_.is_leaf(row) && !children.insert(child(row, (*side)[row])).second) {
                    throw core::DataError(fmt::format("{}: its child {} is that of another too",
                                                      place(nodes_, row), (*side)[row]));
                }
            }
        }
        const auto found =
            std::ranges::find_if(rows_, [&](std::size_t row) { return !children.contains(row); });
        if (found == rows_.end()) {
            throw core::DataError(fmt::format("tree {} has no root", nodes_.tree[rows_.front()]));
        }
        return *found;
    }

    Node node_at(std::size_t row, std::size_t index, std::vector<std::size_t>& leaves) {
        if (nodes_.is_leaf(row)) {
            leaves.push_back(row);
            return {-1, 0, num_leaves_++, 0, 0};
        }
        const std::int64_t feature = nodes_.feature[row];
        if (feature < 0 || feature >= std::numeric_limits<std::int16_t>::max()) {
            throw core::DataError(
                fmt::format("{}: its feature {} does not exist", place(nodes_, row), feature));
        }
        const Question question = question_of(nodes_, row);
        const bool missing_true = !nodes_.missing_true.empty() && nodes_.missing_true[row] != 0;
        const std::int64_t left = (question.turned ? nodes_.if_false : nodes_.if_true)[row];
        const std::int64_t right = (question.turned ? nodes_.if_true : nodes_.if_false)[row];
        open_.push_back({child(row, right), index, Side::right});
        open_.push_back({child(row, left), index, Side::left});
        return {static_cast<std::int32_t>(feature), question.threshold, 0, 0,
                static_cast<std::uint8_t>(missing_true != question.turned ? 1 : 0)};
    }

    const Nodes& nodes_;
    const std::vector<std::size_t>& rows_;
    std::unordered_map<std::int64_t, std::size_t> places_;  ///< row by number
    std::vector<Open> open_;                                ///< still to be numbered
    std::int32_t num_leaves_ = 0;
};

std::vector<OnnxVote> votes_of(const OnnxNode& node, std::size_t num_classes) {
    const Numbers& tree = attribute(node, "class_treeids").numbers;
    const Numbers& number = attribute(node, "class_nodeids").numbers;
    const Numbers& class_id = attribute(node, "class_ids").numbers;
    const std::vector<float>& weight = attribute(node, "class_weights").reals;
    if (tree.size() != number.size() || tree.size() != class_id.size() ||
        tree.size() != weight.size()) {
        throw core::DataError("the lists class_* of its TreeEnsembleClassifier differ in length");
    }
    std::vector<OnnxVote> votes;
    for (std::size_t row = 0; row < tree.size(); ++row) {
        if (class_id[row] < 0 || class_id[row] >= static_cast<std::int64_t>(num_classes)) {
            throw core::DataError(fmt::format("tree {}, node {}: its class {} does not exist",
                                              tree[row], number[row], class_id[row]));
        }
        votes.push_back(
            {{tree[row], number[row]}, static_cast<std::size_t>(class_id[row]), weight[row]});
    }
    return votes;
}

}  // namespace

OnnxEnsemble read_ensemble(const OnnxNode& node) {
    check_attributes(node);
    OnnxEnsemble result;
    result.classes = class_names(node);
    const Nodes nodes = nodes_of(node);
    std::vector<std::vector<OnnxLeaf>> leaves;
    for (const auto& rows : rows_of_trees(nodes)) {
        std::vector<std::size_t> leaf_rows;
        result.trees.push_back(TreeReader(nodes, rows).read(leaf_rows));
        leaves.emplace_back();
        for (const std::size_t row : leaf_rows) {
            leaves.back().push_back({nodes.tree[row], nodes.number[row]});
        }
        for (const Node& own : result.trees.back().nodes) {
            result.num_features =
                std::max(result.num_features, static_cast<std::size_t>(own.feature + 1));
        }
    }
    weigh_leaves(result.trees, leaves, votes_of(node, result.classes.size()),
                 result.classes.size());
    return result;
}

}  // namespace mineprint::forest
