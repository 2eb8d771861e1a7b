// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/model_exchange.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "mineprint/archive/scene.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/features/extractor.hpp"
#include "mineprint/forest/leaf_weights.hpp"
#include "mineprint/forest/onnx.hpp"
#include "mineprint/forest/onnx_import.hpp"
#include "mineprint/forest/validate.hpp"
#include "mineprint/pipeline/model_file.hpp"

namespace mineprint::pipeline {
namespace {

using forest::Forest;
using forest::Node;
using forest::Tree;
using nlohmann::json;

constexpr const char* format_name = "mineprint-forest";

json tree_to_json(const Tree& tree, std::size_t num_classes) {
    json result;
    for (const Node& node : tree.nodes) {
        result["feature"].push_back(node.feature);
        // A number of single precision as one of double precision: exact.
        result["threshold"].push_back(static_cast<double>(node.threshold));
        result["left"].push_back(node.left);
        result["right"].push_back(node.right);
        result["missing_left"].push_back(node.missing_left);
    }
    for (std::size_t leaf = 0; leaf < tree.leaf_counts.size(); leaf += num_classes) {
        json counts;
        for (std::size_t c = 0; c < num_classes; ++c) {
            counts.push_back(tree.leaf_counts[leaf + c]);
        }
        result["leaf_weights"].push_back(counts);
    }
    return result;
}

/// The largest number of single precision at or below a threshold: for values of single precision
/// both are the same question.
float threshold_below(double threshold) {
    const auto nearest = static_cast<float>(threshold);
    return static_cast<double>(nearest) > threshold
               ? std::nextafter(nearest, -std::numeric_limits<float>::infinity())
               : nearest;
}

Tree tree_from_json(const json& in, std::size_t num_classes) {
    Tree tree;
    const auto feature = in.at("feature").get<std::vector<std::int32_t>>();
    const auto threshold = in.at("threshold").get<std::vector<double>>();
    const auto left = in.at("left").get<std::vector<std::int32_t>>();
    const auto right = in.at("right").get<std::vector<std::int32_t>>();
    const auto missing = in.contains("missing_left")
                             ? in.at("missing_left").get<std::vector<std::uint8_t>>()
                             : std::vector<std::uint8_t>(feature.size(), 0);
    if (threshold.size() != feature.size() || left.size() != feature.size() ||
        right.size() != feature.size() || missing.size() != feature.size()) {
        throw core::DataError("feature, threshold, left, right and missing_left differ in length");
    }
    for (std::size_t i = 0; i < feature.size(); ++i) {
        tree.nodes.push_back({feature[i], threshold_below(threshold[i]), left[i], right[i],
                              static_cast<std::uint8_t>(missing[i] != 0 ? 1 : 0)});
    }
    for (const json& leaf : in.at("leaf_weights")) {
        const auto weights = leaf.get<std::vector<double>>();
        if (weights.size() != num_classes) {
            throw core::DataError(
                fmt::format("a leaf has {} weights for {} classes", weights.size(), num_classes));
        }
        const auto counts = forest::counts_of_weights(weights, forest::double_weight_error);
        tree.leaf_counts.insert(tree.leaf_counts.end(), counts.begin(), counts.end());
    }
    return tree;
}

/// What this program computes under that name; empty for a name it does not know.
std::string known_definition(const std::string& name) {
    const auto& bands = archive::known_bands();
    const auto& indices = features::known_indices();
    features::FeatureOptions options;
    if (std::ranges::find(bands, name) != bands.end()) {
        options.bands.push_back(name);
    } else if (std::ranges::find(indices, name, &features::IndexInfo::name) != indices.end()) {
        options.indices.push_back(name);
    } else {
        return {};
    }
    return features::feature_list(options, bands).definitions.front();
}

Forest parse(const json& in) {
    if (in.value("format", "") != format_name || in.value("version", 0) != 1) {
        throw core::DataError(fmt::format("it is not version 1 of the format '{}'", format_name));
    }
    Forest result;
    for (const json& feature : in.at("features")) {
        const auto name = feature.at("name").get<std::string>();
        result.schema.names.push_back(name);
        result.schema.definitions.push_back(feature.contains("definition")
                                                ? feature.at("definition").get<std::string>()
                                                : known_definition(name));
    }
    result.classes = in.at("classes").get<std::vector<std::string>>();
    if (result.classes.empty()) {
        throw core::DataError("it has no classes");
    }
    for (const json& tree : in.at("trees")) {
        try {
            result.trees.push_back(tree_from_json(tree, result.num_classes()));
        } catch (const core::DataError& error) {
            throw core::DataError(fmt::format("tree {}: {}", result.trees.size(), error.what()));
        }
    }
    result.training_hash = in.value("training_hash", "");
    result.report.oob_error = std::numeric_limits<double>::quiet_NaN();
    result.report.oob_confusion.assign(result.num_classes() * result.num_classes(), 0);
    result.report.impurity_importance.assign(result.schema.size(), 0);
    forest::validate(result);
    return result;
}

void write_text(const std::filesystem::path& path, const std::string& text) {
    core::AtomicFile file(path);
    std::ofstream out(file.temporary(), std::ios::binary);
    out << text;
    out.close();
    if (!out) {
        throw core::RunError(
            fmt::format("{}: cannot be written (is the disk full, or read-only?)", path.string()));
    }
    file.commit();
}

/// JSON starts with a brace, which no ONNX model can.
bool is_json(const std::filesystem::path& path, const std::string& content) {
    const std::size_t first = content.find_first_not_of(" \t\r\n");
    return path.extension() == ".json" || (first != std::string::npos && content[first] == '{');
}

Forest read_forest(const Import& options, const std::string& content) {
    const std::string where = options.source.string();
    if (!is_json(options.source, content)) {
        return forest_from_onnx(content, {options.features, options.classes}, where);
    }
    if (!options.features.empty() || !options.classes.empty()) {
        throw core::UsageError(fmt::format(
            "{}: a forest in JSON names its features and classes; --features and --classes are for "
            "ONNX models",
            where));
    }
    return forest_from_json(content, where);
}

const Forest& choose(const ModelFile& models, const Export& options) {
    std::vector<std::string> names;
    for (const auto& [name, forest] : models.forests) {
        names.push_back(name);
    }
    const auto found = options.forest.empty() && names.size() == 1
                           ? models.forests.begin()
                           : models.forests.find(options.forest);
    if (found == models.forests.end()) {
        throw core::UsageError(fmt::format("{}: name the forest with --forest; there are: {}",
                                           options.model.string(), fmt::join(names, ", ")));
    }
    return found->second;
}

}  // namespace

std::string to_json(const Forest& forest) {
    json out;
    out["format"] = format_name;
    out["version"] = 1;
    for (std::size_t i = 0; i < forest.schema.size(); ++i) {
        out["features"].push_back(
            {{"name", forest.schema.names[i]}, {"definition", forest.schema.definitions[i]}});
    }
    out["classes"] = forest.classes;
    out["training_hash"] = forest.training_hash;
    for (const Tree& tree : forest.trees) {
        out["trees"].push_back(tree_to_json(tree, forest.num_classes()));
    }
    return out.dump() + "\n";
}

Forest forest_from_json(const std::string& text, const std::string& where) {
    try {
        return parse(json::parse(text));
    } catch (const json::exception& error) {
        throw core::DataError(fmt::format("{}: is not a forest in JSON: {}", where, error.what()));
    } catch (const core::DataError& error) {
        throw core::DataError(fmt::format("{}: {}", where, error.what()));
    }
}

Forest forest_from_onnx(const std::string& bytes, const forest::OnnxNames& names,
                        const std::string& where) {
    try {
        Forest result = forest::from_onnx(bytes, names);
        for (std::size_t i = 0; i < result.schema.size(); ++i) {
            std::string& definition = result.schema.definitions[i];
            definition = definition.empty() ? known_definition(result.schema.names[i]) : definition;
        }
        return result;
    } catch (const core::DataError& error) {
        throw core::DataError(fmt::format("{}: {}", where, error.what()));
    }
}

void export_forest(const Export& options) {
    const ModelFile models = read_models(options.model);
    const Forest& forest = choose(models, options);
    if (options.format == "onnx") {
        write_text(options.target, forest::to_onnx(forest));
    } else if (options.format == "gee") {
        write_text(options.target, json(forest::to_gee_trees(forest)).dump(1) + "\n");
    } else {
        write_text(options.target, to_json(forest));
    }
}

void import_forest(const Import& options) {
    std::ifstream in(options.source, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    if (!in) {
        throw core::DataError(fmt::format("{}: cannot be read", options.source.string()));
    }
    core::Sha256 hash;
    hash.update_text(text.str());
    ModelFile models;
    models.forests.emplace(options.name, read_forest(options, text.str()));
    models.fingerprint = "imported " + hash.finish();
    write_models(options.model, models);
}

}  // namespace mineprint::pipeline
