// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/onnx_import.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mineprint/core/error.hpp"
#include "mineprint/forest/onnx_ensemble.hpp"
#include "mineprint/forest/onnx_model.hpp"
#include "mineprint/forest/validate.hpp"

namespace mineprint::forest {
namespace {

constexpr std::string_view ml = "ai.onnx.ml";
constexpr const char* ensemble_name = "TreeEnsembleClassifier";
constexpr const char* supported =
    "supported is one TreeEnsembleClassifier on the input itself, with Cast, Identity and ZipMap "
    "behind it";
/// They change the form of an answer: numbers or text, a list or a table.
constexpr std::array<std::string_view, 3> forms{"Cast", "Identity", "ZipMap"};
/// What this program's export puts behind the trees: the mean of the sums, and of two classes the
/// one with the larger.
constexpr std::array<std::string_view, 3> own_forms{"Div", "ArgMax", "Gather"};

bool is_own(const OnnxModel& model) { return model.producer == "mineprint"; }

bool contains(const auto& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

void check_operator_sets(const OnnxModel& model) {
    const auto own = model.operator_sets.find(ml);
    if (own == model.operator_sets.end()) {
        throw core::DataError(
            "it names no version of the operators ai.onnx.ml: it has no forest, or is cut short");
    }
    if (own->second < 1 || own->second > 4) {
        throw core::DataError(fmt::format(
            "its operators are of ai.onnx.ml {}; supported are 1 to 4, of which "
            "TreeEnsembleClassifier is versions 1 and 3: convert the forest for ai.onnx.ml 3",
            own->second));
    }
    for (const OnnxNode& node : model.nodes) {
        const std::string_view domain = node.domain == "ai.onnx" ? "" : node.domain;
        if (!model.operator_sets.contains(domain) && !model.operator_sets.contains(node.domain)) {
            throw core::DataError(fmt::format(
                "it names no version of the operators '{}', of which it uses {}: it is cut short",
                node.domain, node.type));
        }
    }
    if (model.has_functions) {
        throw core::DataError(
            fmt::format("it defines operators of its own, which are not supported; {}", supported));
    }
}

const OnnxNode& find_ensemble(const OnnxModel& model) {
    const OnnxNode* found = nullptr;
    for (const OnnxNode& node : model.nodes) {
        const bool is_ensemble = node.type == ensemble_name && node.domain == ml;
        const bool is_form =
            contains(forms, node.type) || (is_own(model) && contains(own_forms, node.type));
        if (is_ensemble ? found != nullptr : !is_form) {
            throw core::DataError(fmt::format("it has {} {}; {}",
                                              is_ensemble ? "a second" : "the operator", node.type,
                                              supported));
        }
        found = is_ensemble ? &node : found;
    }
    if (found == nullptr) {
        throw core::DataError(fmt::format("it has no {}; {}", ensemble_name, supported));
    }
    return *found;
}

/// The number of columns of the input of the trees; 0 when the model does not say.
std::size_t check_input(const OnnxModel& model, const OnnxNode& ensemble) {
    constexpr std::int64_t float_type = 1;
    const auto input = std::ranges::find_if(
        model.inputs, [&](const OnnxInput& own) { return contains(ensemble.inputs, own.name); });
    if (ensemble.inputs.size() != 1 || input == model.inputs.end()) {
        const auto before = std::ranges::find_if(model.nodes, [&](const OnnxNode& node) {
            return !ensemble.inputs.empty() && contains(node.outputs, ensemble.inputs.front());
        });
        throw core::DataError(
            fmt::format("its trees are asked about what {} makes of the input; {}",
                        before == model.nodes.end() ? "something else" : before->type, supported));
    }
    if (input->type != float_type) {
        throw core::DataError(fmt::format(
            "its input '{}' is of the element type {}; 1 (float) is supported: convert the forest "
            "for float inputs",
            input->name, input->type));
    }
    const std::int64_t width = input->shape.size() == 2 ? input->shape.back() : 0;
    return width > 0 ? static_cast<std::size_t>(width) : 0;
}

std::vector<std::string> lines_of(const OnnxModel& model, const char* key) {
    std::vector<std::string> lines;
    const auto found = model.metadata.find(key);
    if (found == model.metadata.end()) {
        return lines;
    }
    std::string_view rest = found->second;
    for (;;) {
        const std::size_t end = rest.find('\n');
        lines.emplace_back(rest.substr(0, end));
        if (end == std::string_view::npos) {
            return lines;
        }
        rest.remove_prefix(end + 1);
    }
}

/// `width`: columns of the input, 0: not known; `asked`: at least so many have the trees.
FeatureSchema features_of(const OnnxModel& model, const OnnxNames& names, std::size_t width,
                          std::size_t asked) {
    FeatureSchema schema{lines_of(model, "feature_names"), lines_of(model, "feature_definitions")};
    const std::size_t wanted = width > 0 ? width : asked;
    if (schema.names.empty()) {
        schema.names = names.features;
    } else if (!names.features.empty() && names.features != schema.names) {
        throw core::DataError(fmt::format("it names its features {}; --features gives other names",
                                          fmt::join(schema.names, ",")));
    }
    if (schema.names.empty()) {
        throw core::DataError(fmt::format(
            "it does not name its {} features: name them in the order of the training columns with "
            "--features=NAME,NAME,...",
            wanted));
    }
    if (width > 0 ? schema.size() != width : schema.size() < asked) {
        throw core::DataError(fmt::format("it has {}{} features, and {} names of features",
                                          width > 0 ? "" : "at least ", wanted, schema.size()));
    }
    if (width > 0 && asked > width) {
        throw core::DataError(fmt::format("its trees ask for feature {}, its input has {} columns",
                                          asked - 1, width));
    }
    if (!schema.definitions.empty() && schema.definitions.size() != schema.size()) {
        throw core::DataError(fmt::format("it has {} definitions of {} features",
                                          schema.definitions.size(), schema.size()));
    }
    schema.definitions.resize(schema.size());
    return schema;
}

Forest read(const OnnxModel& model, const OnnxNames& names) {
    check_operator_sets(model);
    const OnnxNode& node = find_ensemble(model);
    const std::size_t width = check_input(model, node);
    if (is_own(model) && !model.metadata.contains("forest_hash")) {
        throw core::DataError(
            "it is a model of mineprint without its forest_hash: it is cut short");
    }
    OnnxEnsemble ensemble = read_ensemble(node);
    Forest forest;
    forest.schema = features_of(model, names, width, ensemble.num_features);
    forest.trees = std::move(ensemble.trees);
    forest.classes = names.classes.empty() ? ensemble.classes : names.classes;
    if (forest.num_classes() != ensemble.classes.size()) {
        throw core::DataError(fmt::format("it has {} classes ({}); --classes names {}",
                                          ensemble.classes.size(),
                                          fmt::join(ensemble.classes, ", "), forest.num_classes()));
    }
    forest.report.oob_error = std::numeric_limits<double>::quiet_NaN();
    forest.report.oob_confusion.assign(forest.num_classes() * forest.num_classes(), 0);
    forest.report.impurity_importance.assign(forest.schema.size(), 0);
    validate(forest);
    return forest;
}

}  // namespace

Forest from_onnx(std::string_view bytes, const OnnxNames& names) {
    return read(read_onnx(bytes), names);
}

}  // namespace mineprint::forest
