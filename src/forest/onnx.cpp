// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/onnx.hpp"

#include <algorithm>
#include <cstdint>
#include <protozero/pbf_writer.hpp>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mineprint/core/error.hpp"
#include "mineprint/forest/leaf_shares.hpp"

namespace mineprint::forest {
namespace {

/// A message of Protocol Buffers as it is stored: fields by number, in the order they are put.
class Message {
  public:
    Message& number(unsigned field, std::uint64_t value) {
        protozero::pbf_writer(bytes_).add_uint64(field, value);
        return *this;
    }
    Message& text(unsigned field, std::string_view value) {
        protozero::pbf_writer(bytes_).add_bytes(field, value.data(), value.size());
        return *this;
    }
    Message& message(unsigned field, const Message& value) { return text(field, value.bytes_); }
    /// Unpacked, as the second version of the language has it.
    Message& real(unsigned field, float value) {
        protozero::pbf_writer(bytes_).add_float(field, value);
        return *this;
    }
    [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }

  private:
    std::string bytes_;
};

// Field numbers and constants of onnx.proto3.
constexpr unsigned float_type = 1;
constexpr unsigned string_type = 8;
enum AttributeKind : unsigned {
    one_number = 2,
    one_text = 3,
    real_list = 6,
    number_list = 7,
    text_list = 8
};

template <class Values, class Put>
Message attribute(const char* name, AttributeKind kind, const Values& values, Put put) {
    Message result;
    result.text(1, name);
    for (const auto& value : values) {
        put(result, value);
    }
    return result.number(20, kind);
}
Message numbers(const char* name, const std::vector<std::int64_t>& values) {
    return attribute(name, number_list, values, [](Message& to, std::int64_t value) {
        to.number(8, static_cast<std::uint64_t>(value));
    });
}
Message reals(const char* name, const std::vector<float>& values) {
    return attribute(name, real_list, values, [](Message& to, float value) { to.real(7, value); });
}
Message texts(const char* name, const std::vector<std::string>& values) {
    return attribute(name, text_list, values,
                     [](Message& to, const std::string& value) { to.text(9, value); });
}

/// The attributes of TreeEnsembleClassifier, an entry a node or a leaf and class.
struct Ensemble {
    std::vector<std::int64_t> tree;
    std::vector<std::int64_t> node;
    std::vector<std::int64_t> feature;
    std::vector<std::int64_t> if_true;
    std::vector<std::int64_t> if_false;
    std::vector<std::int64_t> missing_true;
    std::vector<std::string> mode;
    std::vector<float> threshold;
    std::vector<std::int64_t> class_tree;
    std::vector<std::int64_t> class_node;
    std::vector<std::int64_t> class_number;
    std::vector<float> class_weight;
};

void add_tree(Ensemble& all, const Tree& tree, std::int64_t number, std::size_t num_classes) {
    const std::vector<std::uint16_t> shares = leaf_shares(tree.leaf_counts, num_classes);
    for (std::size_t index = 0; index < tree.nodes.size(); ++index) {
        const Node& node = tree.nodes[index];
        const bool leaf = node.feature < 0;
        all.tree.push_back(number);
        all.node.push_back(static_cast<std::int64_t>(index));
        all.feature.push_back(leaf ? 0 : node.feature);
        all.threshold.push_back(leaf ? 0 : node.threshold);
        all.if_true.push_back(leaf ? 0 : node.left);
        all.if_false.push_back(leaf ? 0 : node.right);
        all.missing_true.push_back(leaf ? 0 : node.missing_left);
        all.mode.emplace_back(leaf ? "LEAF" : "BRANCH_LEQ");
        for (std::size_t c = 0; leaf && c < num_classes; ++c) {
            all.class_tree.push_back(number);
            all.class_node.push_back(static_cast<std::int64_t>(index));
            all.class_number.push_back(static_cast<std::int64_t>(c));
            all.class_weight.push_back(
                shares[static_cast<std::size_t>(node.left) * num_classes + c]);
        }
    }
}

/// ONNX Runtime takes the label of two classes from the sign of one score, not from the larger.
bool label_is_chosen_apart(const Forest& forest) { return forest.num_classes() == 2; }

Message classifier(const Forest& forest) {
    Ensemble all;
    std::int64_t number = 0;
    for (const Tree& tree : forest.trees) {
        add_tree(all, tree, number++, forest.num_classes());
    }
    Message node;
    node.text(1, "features").text(2, label_is_chosen_apart(forest) ? "unused" : "label");
    node.text(2, "sums");
    node.text(3, "forest").text(4, "TreeEnsembleClassifier").text(7, "ai.onnx.ml");
    Message transform;
    transform.text(1, "post_transform").text(4, "NONE").number(20, one_text);
    for (const Message& own :
         {numbers("nodes_treeids", all.tree), numbers("nodes_nodeids", all.node),
          numbers("nodes_featureids", all.feature), texts("nodes_modes", all.mode),
          reals("nodes_values", all.threshold), numbers("nodes_truenodeids", all.if_true),
          numbers("nodes_falsenodeids", all.if_false),
          numbers("nodes_missing_value_tracks_true", all.missing_true),
          numbers("class_treeids", all.class_tree), numbers("class_nodeids", all.class_node),
          numbers("class_ids", all.class_number), reals("class_weights", all.class_weight),
          texts("classlabels_strings", forest.classes), transform}) {
        node.message(5, own);
    }
    return node;
}

/// A value of the graph: its name, type and shape, the first axis of any length.
Message value_info(const char* name, unsigned type, std::size_t width) {
    Message shape;
    Message rows;
    shape.message(1, rows.text(2, "rows"));
    if (width > 0) {
        Message columns;
        shape.message(1, columns.number(1, width));
    }
    Message tensor;
    tensor.number(1, type).message(2, shape);
    Message kind;
    kind.message(1, tensor);
    Message info;
    return info.text(1, name).message(2, kind);
}

Message operation(const char* type, const std::vector<const char*>& inputs, const char* output) {
    Message node;
    for (const char* input : inputs) {
        node.text(1, input);
    }
    return node.text(2, output).text(4, type);
}

/// The first class with the largest sum, as a name for every row.
void add_choice(Message& graph, const Forest& forest) {
    Message rows;
    rows.text(1, "axis").number(3, 1).number(20, one_number);
    Message flat;
    flat.text(1, "keepdims").number(3, 0).number(20, one_number);
    graph.message(1, operation("ArgMax", {"sums"}, "class").message(5, rows).message(5, flat));
    graph.message(1, operation("Gather", {"classes", "class"}, "label"));
    Message classes;
    classes.number(1, forest.num_classes()).number(2, string_type);
    for (const std::string& name : forest.classes) {
        classes.text(6, name);
    }
    graph.message(5, classes.text(8, "classes"));
}

Message graph(const Forest& forest) {
    const float unit = 65535.0F * static_cast<float>(forest.trees.size());
    Message divisor;
    divisor.number(1, 1).number(2, float_type).real(4, unit).text(8, "unit");
    Message result;
    result.message(1, classifier(forest));
    result.message(1, operation("Div", {"sums", "unit"}, "probabilities")).text(2, "mineprint");
    result.message(5, divisor);
    if (label_is_chosen_apart(forest)) {
        add_choice(result, forest);
    }
    result.message(11, value_info("features", float_type, forest.schema.size()));
    result.message(12, value_info("label", string_type, 0));
    return result.message(12, value_info("probabilities", float_type, forest.num_classes()));
}

Message entry(const char* key, const std::string& value) {
    Message result;
    return result.text(1, key).text(2, value);
}

class GeeTree {
  public:
    GeeTree(const Tree& tree, const Forest& forest)
        : tree_(tree),
          forest_(forest),
          shares_(leaf_shares(tree.leaf_counts, forest.num_classes())) {}

    std::string text() {
        text_ = "1) root 9999 9999 9999 (9999)";
        const Node& root = tree_.nodes.front();
        if (root.feature < 0) {  // a tree without a question; the format needs one
            const std::string& name = forest_.schema.names.front();
            const std::size_t leaf = class_of(root);
            text_ += fmt::format("\n  2) {} <= 0 9999 9999 {} *\n  3) {} > 0 9999 9999 {} *", name,
                                 leaf, name, leaf);
        } else {
            add_children(root, 1, 1);
        }
        return text_ + "\n";
    }

  private:
    void add_children(const Node& node, std::uint64_t number, int depth) {
        constexpr int deepest = 62;
        if (depth > deepest) {
            throw core::DataError(
                "a tree is deeper than 62 levels: Earth Engine's strings cannot number its nodes; "
                "grow the forest with forest.max-depth=62");
        }
        add(node, "<=", node.left, 2 * number, depth);
        add(node, ">", node.right, 2 * number + 1, depth);
    }
    void add(const Node& parent, const char* relation, std::int32_t child, std::uint64_t number,
             int depth) {
        const Node& node = tree_.nodes[static_cast<std::size_t>(child)];
        const bool leaf = node.feature < 0;
        // As a double: in decimals that give back the very threshold.
        text_ += fmt::format("\n{:{}}{}) {} {} {} 9999 9999 {}{}", "", 2 * depth, number,
                             forest_.schema.names[static_cast<std::size_t>(parent.feature)],
                             relation, static_cast<double>(parent.threshold),
                             leaf ? class_of(node) : 0, leaf ? " *" : "");
        if (!leaf) {
            add_children(node, number, depth + 1);
        }
    }
    [[nodiscard]] std::size_t class_of(const Node& leaf) const {
        const auto own = std::span(shares_).subspan(
            static_cast<std::size_t>(leaf.left) * forest_.num_classes(), forest_.num_classes());
        return static_cast<std::size_t>(std::ranges::max_element(own) - own.begin());
    }
    const Tree& tree_;
    const Forest& forest_;
    std::vector<std::uint16_t> shares_;
    std::string text_;
};

}  // namespace

std::string to_onnx(const Forest& forest) {
    Message ml;
    ml.text(1, "ai.onnx.ml").number(2, 1);
    Message core;
    core.text(1, "").number(2, 13);
    Message model;
    model.number(1, 8).text(2, "mineprint").message(7, graph(forest));
    model.message(8, ml).message(8, core);
    model.message(14,
                  entry("feature_names", fmt::format("{}", fmt::join(forest.schema.names, "\n"))));
    model.message(14, entry("feature_definitions",
                            fmt::format("{}", fmt::join(forest.schema.definitions, "\n"))));
    model.message(14, entry("forest_hash", forest.hash()));
    return model.bytes();
}

std::vector<std::string> to_gee_trees(const Forest& forest) {
    std::vector<std::string> trees;
    for (const Tree& tree : forest.trees) {
        trees.push_back(GeeTree(tree, forest).text());
    }
    return trees;
}

}  // namespace mineprint::forest
