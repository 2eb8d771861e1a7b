// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/model_file.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/forest/validate.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/hdf5_io/filetype.hpp"

namespace mineprint::pipeline {
namespace {

using forest::Forest;
using forest::Node;
using forest::Tree;
using hdf5_io::File;

constexpr const char* filetype = "mineprint-model";
constexpr std::int64_t schema_version = 1;

std::string group_of(const std::string& name) { return "/forests/" + name; }

/// Names are paths in the file: parts between slashes, none of them empty or dots.
void require_path(const std::filesystem::path& file, const std::string& name) {
    const std::string framed = '/' + name + '/';
    if (framed.find("//") != std::string::npos || framed.find("/./") != std::string::npos ||
        framed.find("/../") != std::string::npos) {
        throw core::RunError(
            fmt::format("{}: '{}' cannot be the name of a forest", file.string(), name));
    }
}

/// What only a forest grown here has; files of earlier versions have it of none.
void add_training_report(core::Sha256& hash, const forest::TrainingReport& report) {
    hash.update_text(report.options).update_real(report.oob_margin);
    for (const auto& numbers : {report.permutation_importance, report.permutation_error}) {
        for (const double number : numbers) {
            hash.update_real(number);
        }
    }
    for (const auto& edges : report.bin_edges) {
        hash.update_number(edges.size());
        for (const float edge : edges) {
            hash.update_real(edge);
        }
    }
    for (const std::uint64_t count : report.class_samples) {
        hash.update_number(count);
    }
    for (const std::string& fold : report.cross_validation.folds) {
        hash.update_text(fold);
    }
    for (const std::uint64_t count : report.cross_validation.confusions) {
        hash.update_number(count);
    }
    for (const forest::TuningPoint& point : report.tuning) {
        hash.update_number(point.trees).update_number(point.mtry).update_real(point.oob_error);
    }
}

/// SHA-256 of what `Forest::hash` leaves out, because no prediction depends on it.
std::string report_hash(const Forest& forest) {
    core::Sha256 hash;
    hash.update_text(forest.training_hash);
    hash.update_number(forest.report.num_samples).update_real(forest.report.oob_error);
    for (const std::uint64_t count : forest.report.oob_confusion) {
        hash.update_number(count);
    }
    for (const double share : forest.report.impurity_importance) {
        hash.update_real(share);
    }
    for (std::size_t point = 0; point < forest.report.curve_trees.size(); ++point) {
        hash.update_number(forest.report.curve_trees[point]);
        hash.update_real(forest.report.curve_oob_error[point]);
    }
    if (!forest.report.bin_edges.empty()) {
        add_training_report(hash, forest.report);
    }
    return hash.finish();
}

/// One field of all nodes of all trees, one tree after the other.
template <class Field>
void write_nodes(File& file, const std::string& dataset, const Forest& forest, Field Node::*field) {
    std::vector<Field> values;
    for (const Tree& tree : forest.trees) {
        for (const Node& node : tree.nodes) {
            values.push_back(node.*field);
        }
    }
    hdf5_io::write<Field>(file, dataset, {values.size()}, values);
}

/// Where each tree begins among all nodes (or leaves), and the end of the last.
template <class SizeOf>
void write_offsets(File& file, const std::string& dataset, const Forest& forest, SizeOf size_of) {
    std::vector<std::uint64_t> offsets{0};
    for (const Tree& tree : forest.trees) {
        offsets.push_back(offsets.back() + size_of(tree));
    }
    hdf5_io::write<std::uint64_t>(file, dataset, {offsets.size()}, offsets);
}

void write_trees(File& file, const std::string& group, const Forest& forest) {
    const std::size_t num_classes = forest.num_classes();
    write_offsets(file, group + "/node_offset", forest,
                  [](const Tree& tree) { return tree.nodes.size(); });
    write_offsets(file, group + "/leaf_offset", forest,
                  [&](const Tree& tree) { return tree.leaf_counts.size() / num_classes; });
    write_nodes(file, group + "/feature", forest, &Node::feature);
    write_nodes(file, group + "/threshold", forest, &Node::threshold);
    write_nodes(file, group + "/left", forest, &Node::left);
    write_nodes(file, group + "/right", forest, &Node::right);
    write_nodes(file, group + "/missing_left", forest, &Node::missing_left);
    std::vector<std::uint32_t> counts;
    for (const Tree& tree : forest.trees) {
        counts.insert(counts.end(), tree.leaf_counts.begin(), tree.leaf_counts.end());
    }
    hdf5_io::write<std::uint32_t>(file, group + "/leaf_counts",
                                  {counts.size() / num_classes, num_classes}, counts);
}

void write_report(File& file, const std::string& group, const Forest& forest) {
    const auto& report = forest.report;
    hdf5_io::write_attribute(file, group, "num_samples", report.num_samples);
    hdf5_io::write_attribute(file, group, "oob_error", report.oob_error);
    hdf5_io::write<std::uint64_t>(file, group + "/oob_confusion", {report.oob_confusion.size()},
                                  report.oob_confusion);
    hdf5_io::write_attribute(file, group + "/oob_confusion", "long_name",
                             "out-of-bag samples by predicted class, then true class");
    hdf5_io::write<double>(file, group + "/impurity_importance",
                           {report.impurity_importance.size()}, report.impurity_importance);
    hdf5_io::write<std::uint32_t>(file, group + "/curve_trees", {report.curve_trees.size()},
                                  report.curve_trees);
    hdf5_io::write<double>(file, group + "/curve_oob_error", {report.curve_oob_error.size()},
                           report.curve_oob_error);
    hdf5_io::write_attribute(file, group + "/curve_oob_error", "long_name",
                             "learning curve: out-of-bag error of the first curve_trees trees");
}

/// What was asked for only.
void write_permutations(File& file, const std::string& group,
                        const forest::TrainingReport& report) {
    if (report.permutation_importance.empty()) {
        return;
    }
    const std::string importance = group + "/permutation_importance";
    hdf5_io::write<double>(file, importance, {report.permutation_importance.size()},
                           report.permutation_importance);
    hdf5_io::write_attribute(file, importance, "long_name",
                             "loss of a tree's out-of-bag accuracy with the feature mixed up");
    hdf5_io::write<double>(file, group + "/permutation_error", {report.permutation_error.size()},
                           report.permutation_error);
}

void write_cross_validation(File& file, const std::string& group, const Forest& forest) {
    const forest::CrossValidation& validation = forest.report.cross_validation;
    if (validation.folds.empty()) {
        return;
    }
    hdf5_io::write_texts(file, group + "/fold", validation.folds);
    hdf5_io::write<std::uint64_t>(
        file, group + "/fold_confusion",
        {validation.folds.size(), forest.num_classes(), forest.num_classes()},
        validation.confusions);
    hdf5_io::write_attribute(file, group + "/fold_confusion", "long_name",
                             "samples of each fold, predicted class by true class");
    hdf5_io::write<std::uint64_t>(file, group + "/pooled_confusion",
                                  {forest.num_classes(), forest.num_classes()},
                                  forest::pooled_confusion(validation));
}

void write_tuning(File& file, const std::string& group, const forest::TrainingReport& report) {
    if (report.tuning.empty()) {
        return;
    }
    std::vector<std::uint32_t> trees;
    std::vector<std::uint32_t> mtry;
    std::vector<double> errors;
    for (const forest::TuningPoint& point : report.tuning) {
        trees.push_back(point.trees);
        mtry.push_back(point.mtry);
        errors.push_back(point.oob_error);
    }
    hdf5_io::write<std::uint32_t>(file, group + "/tuning_trees", {trees.size()}, trees);
    hdf5_io::write<std::uint32_t>(file, group + "/tuning_mtry", {mtry.size()}, mtry);
    hdf5_io::write<double>(file, group + "/tuning_oob_error", {errors.size()}, errors);
}

void write_training_report(File& file, const std::string& group,
                           const forest::TrainingReport& report) {
    hdf5_io::write_attribute(file, group, "options", report.options);
    hdf5_io::write_attribute(file, group, "oob_margin", report.oob_margin);
    hdf5_io::write<std::uint64_t>(file, group + "/class_samples", {report.class_samples.size()},
                                  report.class_samples);
    std::vector<std::uint64_t> offsets{0};
    std::vector<float> all_edges;
    for (const auto& edges : report.bin_edges) {
        all_edges.insert(all_edges.end(), edges.begin(), edges.end());
        offsets.push_back(all_edges.size());
    }
    hdf5_io::write<std::uint64_t>(file, group + "/bin_offset", {offsets.size()}, offsets);
    hdf5_io::write<float>(file, group + "/bin_edge", {all_edges.size()}, all_edges);
}

void write_forest(File& file, const std::string& group, const Forest& forest) {
    file.create_group(group);
    hdf5_io::write_texts(file, group + "/feature_name", forest.schema.names);
    hdf5_io::write_texts(file, group + "/feature_definition", forest.schema.definitions);
    hdf5_io::write_texts(file, group + "/class", forest.classes);
    write_trees(file, group, forest);
    write_report(file, group, forest);
    if (!forest.report.bin_edges.empty()) {
        write_training_report(file, group, forest.report);
        write_permutations(file, group, forest.report);
        write_cross_validation(file, group, forest);
        write_tuning(file, group, forest.report);
    }
    hdf5_io::write_attribute(file, group, "schema_hash", forest.schema.hash());
    hdf5_io::write_attribute(file, group, "training_hash", forest.training_hash);
    hdf5_io::write_attribute(file, group, "report_hash", report_hash(forest));
    hdf5_io::write_attribute(file, group, "hash", forest.hash());
}

/// Everything of the trees as it lies in the file.
struct StoredTrees {
    std::vector<std::uint64_t> node_offsets;
    std::vector<std::uint64_t> leaf_offsets;
    std::vector<Node> nodes;
    hdf5_io::TypedArray<std::uint32_t> leaf_counts;
};

template <class Field>
void read_nodes(const File& file, const std::string& dataset, std::vector<Node>& nodes,
                Field Node::*field) {
    const auto values = hdf5_io::read<Field>(file, dataset, {nodes.size()});
    for (std::size_t index = 0; index < nodes.size(); ++index) {
        nodes[index].*field = values[index];
    }
}

/// Offsets that begin with 0, never fall, and end with `total`.
std::vector<std::uint64_t> read_offsets(const File& file, const std::string& dataset,
                                        std::size_t total) {
    auto offsets = hdf5_io::read<std::uint64_t>(file, dataset).values;
    if (offsets.empty() || offsets.front() != 0 || offsets.back() != total ||
        !std::is_sorted(offsets.begin(), offsets.end())) {
        throw core::DataError(fmt::format("{}: {}: does not cut {} items into trees",
                                          file.path().string(), dataset, total));
    }
    return offsets;
}

StoredTrees read_stored_trees(const File& file, const std::string& group, std::size_t num_classes) {
    StoredTrees stored;
    stored.leaf_counts = hdf5_io::read<std::uint32_t>(file, group + "/leaf_counts");
    const auto& shape = stored.leaf_counts.shape;
    if (shape.size() != 2 || shape[1] != num_classes) {
        throw core::DataError(fmt::format("{}: {}/leaf_counts: is not leaves × {} classes",
                                          file.path().string(), group, num_classes));
    }
    stored.nodes.resize(hdf5_io::read<std::int32_t>(file, group + "/feature").values.size());
    stored.node_offsets = read_offsets(file, group + "/node_offset", stored.nodes.size());
    stored.leaf_offsets = read_offsets(file, group + "/leaf_offset", shape[0]);
    if (stored.node_offsets.size() != stored.leaf_offsets.size()) {
        throw core::DataError(
            fmt::format("{}: {}: has nodes of {} trees but leaves of {}", file.path().string(),
                        group, stored.node_offsets.size() - 1, stored.leaf_offsets.size() - 1));
    }
    read_nodes(file, group + "/feature", stored.nodes, &Node::feature);
    read_nodes(file, group + "/threshold", stored.nodes, &Node::threshold);
    read_nodes(file, group + "/left", stored.nodes, &Node::left);
    read_nodes(file, group + "/right", stored.nodes, &Node::right);
    read_nodes(file, group + "/missing_left", stored.nodes, &Node::missing_left);
    return stored;
}

std::vector<Tree> cut_into_trees(const StoredTrees& stored, std::size_t num_classes) {
    const auto part = [](const auto& values, std::uint64_t begin, std::uint64_t end) {
        using Vector = std::decay_t<decltype(values)>;
        return Vector(values.begin() + static_cast<std::ptrdiff_t>(begin),
                      values.begin() + static_cast<std::ptrdiff_t>(end));
    };
    std::vector<Tree> trees;
    for (std::size_t tree = 0; tree + 1 < stored.node_offsets.size(); ++tree) {
        trees.push_back(
            {part(stored.nodes, stored.node_offsets[tree], stored.node_offsets[tree + 1]),
             part(stored.leaf_counts.values, stored.leaf_offsets[tree] * num_classes,
                  stored.leaf_offsets[tree + 1] * num_classes)});
    }
    return trees;
}

void require_hash(const File& file, const std::string& group, const std::string& name,
                  const std::string& computed) {
    if (hdf5_io::read_text_attribute(file, group, name) != computed) {
        throw core::DataError(
            fmt::format("{}: {}: the content does not fit its {}: the file is damaged",
                        file.path().string(), group, name));
    }
}

void read_cross_validation(const File& file, const std::string& group, Forest& forest) {
    if (!file.contains(group + "/fold")) {
        return;
    }
    auto& validation = forest.report.cross_validation;
    validation.folds = hdf5_io::read_texts(file, group + "/fold");
    validation.confusions = hdf5_io::read<std::uint64_t>(
        file, group + "/fold_confusion",
        {validation.folds.size(), forest.num_classes(), forest.num_classes()});
}

void read_tuning(const File& file, const std::string& group, forest::TrainingReport& report) {
    if (!file.contains(group + "/tuning_trees")) {
        return;
    }
    const auto trees = hdf5_io::read<std::uint32_t>(file, group + "/tuning_trees").values;
    const auto mtry = hdf5_io::read<std::uint32_t>(file, group + "/tuning_mtry", {trees.size()});
    const auto errors = hdf5_io::read<double>(file, group + "/tuning_oob_error", {trees.size()});
    for (std::size_t point = 0; point < trees.size(); ++point) {
        report.tuning.push_back({trees[point], mtry[point], errors[point]});
    }
}

void read_training_report(const File& file, const std::string& group, Forest& forest) {
    auto& report = forest.report;
    report.options = hdf5_io::read_text_attribute(file, group, "options");
    report.oob_margin = hdf5_io::read_number_attribute<double>(file, group, "oob_margin");
    const std::size_t width = forest.schema.size();
    if (file.contains(group + "/permutation_importance")) {
        report.permutation_importance =
            hdf5_io::read<double>(file, group + "/permutation_importance", {width});
        report.permutation_error =
            hdf5_io::read<double>(file, group + "/permutation_error", {width});
    }
    report.class_samples =
        hdf5_io::read<std::uint64_t>(file, group + "/class_samples", {forest.num_classes()});
    const auto edges = hdf5_io::read<float>(file, group + "/bin_edge").values;
    const auto offsets = read_offsets(file, group + "/bin_offset", edges.size());
    for (std::size_t feature = 0; feature + 1 < offsets.size(); ++feature) {
        report.bin_edges.emplace_back(
            edges.begin() + static_cast<std::ptrdiff_t>(offsets[feature]),
            edges.begin() + static_cast<std::ptrdiff_t>(offsets[feature + 1]));
    }
}

/// All but the trees.
Forest read_report(const File& file, const std::string& group) {
    Forest forest;
    forest.schema.names = hdf5_io::read_texts(file, group + "/feature_name");
    forest.schema.definitions =
        hdf5_io::read_texts(file, group + "/feature_definition", forest.schema.size());
    require_hash(file, group, "schema_hash", forest.schema.hash());
    forest.classes = hdf5_io::read_texts(file, group + "/class");
    forest.training_hash = hdf5_io::read_text_attribute(file, group, "training_hash");
    auto& report = forest.report;
    report.num_samples = hdf5_io::read_number_attribute<std::uint64_t>(file, group, "num_samples");
    report.oob_error = hdf5_io::read_number_attribute<double>(file, group, "oob_error");
    report.oob_confusion = hdf5_io::read<std::uint64_t>(file, group + "/oob_confusion").values;
    report.impurity_importance = hdf5_io::read<double>(file, group + "/impurity_importance").values;
    report.curve_trees = hdf5_io::read<std::uint32_t>(file, group + "/curve_trees").values;
    report.curve_oob_error =
        hdf5_io::read<double>(file, group + "/curve_oob_error", {report.curve_trees.size()});
    if (hdf5_io::has_attribute(file, group, "options")) {
        read_training_report(file, group, forest);
        read_cross_validation(file, group, forest);
        read_tuning(file, group, report);
    }
    require_hash(file, group, "report_hash", report_hash(forest));
    return forest;
}

Forest read_forest(const File& file, const std::string& group) {
    Forest forest = read_report(file, group);
    forest.trees =
        cut_into_trees(read_stored_trees(file, group, forest.num_classes()), forest.num_classes());
    require_hash(file, group, "hash", forest.hash());
    return forest;
}

/// A file with the right hashes may still have been made to crash a prediction.
void require_walkable(const std::string& where, const Forest& forest) {
    try {
        forest::validate(forest);
    } catch (const core::DataError& error) {
        throw core::DataError(fmt::format("{}: {}", where, error.what()));
    }
}

}  // namespace

void write_models(const std::filesystem::path& path, const ModelFile& models) {
    File file = File::create(path);
    hdf5_io::write_filetype(file, filetype, schema_version);
    hdf5_io::write_attribute(file, "/", "fingerprint", models.fingerprint);
    std::vector<std::string> names;
    for (const auto& [name, forest] : models.forests) {
        require_path(path, name);
        require_walkable(fmt::format("{}: {}", path.string(), name), forest);
        write_forest(file, group_of(name), forest);
        names.push_back(name);
    }
    hdf5_io::write_texts(file, "/forest", names);
    file.commit();
}

ModelFile read_models(const std::filesystem::path& path) {
    const File file = File::open(path);
    hdf5_io::require_filetype(file, filetype, schema_version);
    ModelFile models;
    models.fingerprint = hdf5_io::read_text_attribute(file, "/", "fingerprint");
    for (const std::string& name : hdf5_io::read_texts(file, "/forest")) {
        const Forest forest = read_forest(file, group_of(name));
        require_walkable(fmt::format("{}: {}", path.string(), group_of(name)), forest);
        models.forests.emplace(name, forest);
    }
    return models;
}

std::map<std::string, Forest> read_reports(const std::filesystem::path& path) {
    const File file = File::open(path);
    hdf5_io::require_filetype(file, filetype, schema_version);
    std::map<std::string, Forest> forests;
    for (const std::string& name : hdf5_io::read_texts(file, "/forest")) {
        forests.emplace(name, read_report(file, group_of(name)));
    }
    return forests;
}

std::optional<ModelFile> try_read_models(const std::filesystem::path& path) {
    return std::filesystem::exists(path) ? std::optional(read_models(path)) : std::nullopt;
}

void require_schema(const Forest& forest, const forest::FeatureSchema& offered) {
    const std::string difference = forest.schema.difference(offered);
    if (!difference.empty()) {
        throw core::DataError(
            fmt::format("the forest was trained on other features than these: {}", difference));
    }
}

}  // namespace mineprint::pipeline
