// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

namespace mineprint::forest {

/// The list or the text that an attribute of an operator is; `foreign`: it is or has something
/// else, such as a tensor.
struct OnnxAttribute {
    std::string_view text;
    std::vector<float> reals;
    std::vector<std::int64_t> numbers;
    std::vector<std::string_view> texts;
    bool foreign = false;
};

struct OnnxNode {
    std::string_view type;
    std::string_view domain;
    std::vector<std::string_view> inputs;
    std::vector<std::string_view> outputs;
    std::map<std::string_view, OnnxAttribute> attributes;
};

/// An input of the graph.
struct OnnxInput {
    std::string_view name;
    std::int64_t type = 0;            ///< of an element; 1: float; 0: not said
    std::vector<std::int64_t> shape;  ///< 0: any length
};

/// As much of an ONNX model as a forest needs. All text points into the bytes read.
struct OnnxModel {
    std::string_view producer;
    std::map<std::string_view, std::int64_t> operator_sets;  ///< version by domain
    std::map<std::string_view, std::string_view> metadata;
    std::vector<OnnxNode> nodes;
    std::vector<OnnxInput> inputs;
    bool has_functions = false;  ///< it defines operators of its own
};

/// Reads the Protocol Buffers message that an ONNX model is (onnx.proto, IR versions 3 and up).
/// Fields of no use for a forest are passed over; lists may be packed or not. Throws DataError for
/// bytes that are no such message or are cut short.
[[nodiscard]] OnnxModel read_onnx(std::string_view bytes);

}  // namespace mineprint::forest
