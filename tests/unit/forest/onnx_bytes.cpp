// SPDX-License-Identifier: Apache-2.0
#include "onnx_bytes.hpp"

#include <cstring>

namespace onnx_bytes {
namespace {

std::string four_bytes(float value) {
    std::string bytes(4, '\0');
    std::memcpy(bytes.data(), &value, 4);  // the tests run on little-endian machines
    return bytes;
}

std::string attribute(const std::string& name, const std::string& values, std::int64_t kind) {
    return field(5, field(1, name) + values + number_field(20, kind));
}

std::string numbers(const std::string& name, const std::vector<std::int64_t>& values, bool packed) {
    std::string bytes;
    for (const std::int64_t value : values) {
        bytes += packed ? varint(static_cast<std::uint64_t>(value)) : number_field(8, value);
    }
    return attribute(name, packed ? field(8, bytes) : bytes, 7);
}

std::string texts(const std::string& name, const std::vector<std::string>& values) {
    std::string bytes;
    for (const std::string& value : values) {
        bytes += field(9, value);
    }
    return attribute(name, bytes, 8);
}

template <class Row, class Member>
std::vector<Member> column(const std::vector<Row>& rows, Member Row::*member) {
    std::vector<Member> values;
    for (const Row& row : rows) {
        values.push_back(row.*member);
    }
    return values;
}

std::string ensemble(const Model& model) {
    const auto ints = [&](const char* name, const std::vector<std::int64_t>& values) {
        return numbers(name, values, model.packed);
    };
    std::string bytes;
    bytes += ints("class_ids", column(model.votes, &VoteRow::class_id));
    bytes += ints("class_nodeids", column(model.votes, &VoteRow::number));
    bytes += ints("class_treeids", column(model.votes, &VoteRow::tree));
    bytes += reals("class_weights", column(model.votes, &VoteRow::weight), model.packed);
    if (!model.number_labels.empty()) {
        bytes += ints("classlabels_int64s", model.number_labels);
    }
    if (!model.labels.empty()) {
        bytes += texts("classlabels_strings", model.labels);
    }
    bytes += ints("nodes_falsenodeids", column(model.nodes, &NodeRow::if_false));
    bytes += ints("nodes_featureids", column(model.nodes, &NodeRow::feature));
    bytes += reals("nodes_hitrates", std::vector<float>(model.nodes.size(), 1), model.packed);
    if (model.with_missing) {
        bytes +=
            ints("nodes_missing_value_tracks_true", column(model.nodes, &NodeRow::missing_true));
    }
    bytes += texts("nodes_modes", column(model.nodes, &NodeRow::mode));
    bytes += ints("nodes_nodeids", column(model.nodes, &NodeRow::number));
    bytes += ints("nodes_treeids", column(model.nodes, &NodeRow::tree));
    bytes += ints("nodes_truenodeids", column(model.nodes, &NodeRow::if_true));
    bytes += reals("nodes_values", column(model.nodes, &NodeRow::value), model.packed);
    bytes += attribute("post_transform", field(4, model.transform), 3);
    return bytes + model.more_attributes;
}

std::string write(const Operator& own) {
    std::string bytes;
    for (const std::string& input : own.inputs) {
        bytes += field(1, input);
    }
    for (const std::string& output : own.outputs) {
        bytes += field(2, output);
    }
    bytes += field(3, "a name") + field(4, own.type) + own.attributes;
    return field(1, bytes + field(7, own.domain));
}

}  // namespace

std::string varint(std::uint64_t value) {
    std::string bytes;
    for (; value > 127; value >>= 7U) {
        bytes += static_cast<char>((value & 127U) | 128U);
    }
    return bytes + static_cast<char>(value);
}

std::string field(unsigned number, const std::string& bytes) {
    return varint(number << 3U | 2U) + varint(bytes.size()) + bytes;
}

std::string number_field(unsigned number, std::int64_t value) {
    return varint(number << 3U) + varint(static_cast<std::uint64_t>(value));
}

std::string reals(const std::string& name, const std::vector<float>& values, bool packed) {
    std::string bytes;
    for (const float value : values) {
        bytes += (packed ? "" : varint(7U << 3U | 5U)) + four_bytes(value);
    }
    return attribute(name, packed ? field(7, bytes) : bytes, 6);
}

std::string write(const Model& model) {
    std::string graph;
    for (const Operator& own : model.before) {
        graph += write(own);
    }
    graph += write({"TreeEnsembleClassifier",
                    "ai.onnx.ml",
                    {model.ensemble_input},
                    {"label", "probabilities"},
                    ensemble(model)});
    for (const Operator& own : model.behind) {
        graph += write(own);
    }
    const std::string width =
        field(1, model.input_width > 0 ? number_field(1, model.input_width) : "");
    const std::string tensor =
        field(1, number_field(1, model.input_type) + field(2, field(1, "") + width));
    graph += field(2, "a graph") + field(11, field(1, "X") + field(2, tensor));
    std::string bytes = number_field(1, 8) + field(2, model.producer) + field(3, "1.0");
    bytes += field(7, graph);
    for (const std::string& domain : model.sets) {
        bytes +=
            field(8, field(1, domain) + number_field(2, domain.empty() ? 13 : model.ml_version));
    }
    return bytes + model.more;
}

}  // namespace onnx_bytes
