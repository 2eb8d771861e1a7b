// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// ONNX models as other programs write them, byte by byte.
namespace onnx_bytes {

struct NodeRow {
    std::int64_t tree = 0;
    std::int64_t number = 0;
    std::string mode = "LEAF";
    std::int64_t feature = 0;
    float value = 0;
    std::int64_t if_true = 0;
    std::int64_t if_false = 0;
    std::int64_t missing_true = 0;
};

struct VoteRow {
    std::int64_t tree = 0;
    std::int64_t number = 0;
    std::int64_t class_id = 0;
    float weight = 0;
};

/// An operator with the bytes of its attributes.
struct Operator {
    std::string type;
    std::string domain;
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
    std::string attributes;
};

/// What a model has; as it stands: a stump of three classes as skl2onnx has it.
struct Model {
    std::vector<NodeRow> nodes{
        {0, 0, "BRANCH_LEQ", 1, 0.5F, 1, 2, 0}, {.tree = 0, .number = 1}, {.tree = 0, .number = 2}};
    std::vector<VoteRow> votes{{0, 1, 0, 0.25F}, {0, 1, 1, 0.75F}, {0, 1, 2, 0},
                               {0, 2, 0, 0},     {0, 2, 1, 0},     {0, 2, 2, 1}};
    std::vector<std::string> labels{"a", "b", "c"};
    std::vector<std::int64_t> number_labels;
    std::string transform = "NONE";
    std::string more_attributes;  ///< of the ensemble
    std::string producer = "skl2onnx";
    std::int64_t input_type = 1;
    std::int64_t input_width = 2;  ///< 0: not said
    std::int64_t ml_version = 1;
    bool packed = false;
    bool with_missing = true;
    std::string ensemble_input = "X";
    std::vector<Operator> before;
    std::vector<Operator> behind{
        {"Cast", "", {"label"}, {"output_label"}, {}},
        {"ZipMap", "ai.onnx.ml", {"probabilities"}, {"output_probability"}, {}}};
    std::vector<std::string> sets{"", "ai.onnx.ml"};
    std::string more;  ///< fields of the model itself
};

[[nodiscard]] std::string write(const Model& model);

[[nodiscard]] std::string varint(std::uint64_t value);
/// A field of bytes.
[[nodiscard]] std::string field(unsigned number, const std::string& bytes);
[[nodiscard]] std::string number_field(unsigned number, std::int64_t value);
/// An attribute that is a list of floats.
[[nodiscard]] std::string reals(const std::string& name, const std::vector<float>& values,
                                bool packed);

}  // namespace onnx_bytes
