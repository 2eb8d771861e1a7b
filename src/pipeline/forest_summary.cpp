// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/forest_summary.hpp"

#include <set>

#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/pipeline/fold_measures.hpp"
#include "mineprint/pipeline/model_choice.hpp"
#include "mineprint/pipeline/model_file.hpp"
#include "mineprint/pipeline/result_layer_file.hpp"
#include "mineprint/training/tuning.hpp"

namespace mineprint::pipeline {
namespace {

using hdf5_io::File;

void write_importances(File& file, const std::string& group, const forest::TrainingReport& report) {
    const auto write = [&](const char* name, const char* long_name,
                           const std::vector<double>& values) {
        if (!values.empty()) {
            write_variable<double>(file, group, {name, {"feature"}, long_name, "1"},
                                   {values.size()}, values);
        }
    };
    write("impurity_importance", "share of the impurity that splits by the feature took away",
          report.impurity_importance);
    write("permutation_importance",
          "loss of a tree's out-of-bag accuracy with the feature mixed up",
          report.permutation_importance);
    write("permutation_error", "standard error of it over the trees", report.permutation_error);
}

void write_folds(File& file, const std::string& group, const ForestSummary& forest) {
    const forest::CrossValidation& validation = forest.report.cross_validation;
    const auto measures = fold_measures(validation, forest.classes);
    if (measures.empty()) {
        return;
    }
    const std::size_t num_folds = validation.folds.size();
    std::vector<std::string> names;
    std::vector<std::string> classes;
    std::vector<double> of_fold;
    std::vector<std::int64_t> counts;
    for (const FoldMeasure& measure : measures) {
        names.push_back(measure.measure);
        classes.push_back(measure.cls);
        of_fold.insert(of_fold.end(), measure.of_fold.begin(), measure.of_fold.end());
        counts.push_back(static_cast<std::int64_t>(measure.num_folds));
    }
    write_text_axis(file, group, "fold", validation.folds);
    write_variable<std::uint64_t>(file, group,
                                  {"fold_confusion",
                                   {"fold", "class", "class"},
                                   "samples of each fold, predicted class by true class",
                                   "1"},
                                  {num_folds, forest.classes.size(), forest.classes.size()},
                                  validation.confusions);
    write_text_axis(file, group, "measure", names);
    write_text_variable(file, group, {"measure_class", {"measure"}, "class of the measure", ""},
                        classes);
    write_variable<double>(
        file, group,
        {"fold_value", {"measure", "fold"}, "accuracy of the fold's samples", "1", true},
        {measures.size(), num_folds}, of_fold);
    const auto write = [&](const char* name, const char* long_name, double FoldMeasure::*member) {
        std::vector<double> values;
        for (const FoldMeasure& measure : measures) {
            values.push_back(measure.*member);
        }
        write_variable<double>(file, group, {name, {"measure"}, long_name, "1", true},
                               {values.size()}, values);
    };
    write("mean", "mean over the folds that have the measure", &FoldMeasure::mean);
    write("sd", "standard deviation over these folds", &FoldMeasure::sd);
    write("pooled", "accuracy of all folds' samples together", &FoldMeasure::pooled);
    write_variable<std::int64_t>(file, group,
                                 {"num_folds", {"measure"}, "folds that have the measure", "1"},
                                 {counts.size()}, counts);
}

void write_tuning(File& file, const std::string& group, const ForestSummary& forest) {
    const forest::TrainingReport& report = forest.report;
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
    write_number_axis(file, group, "tuning", trees.size());
    write_variable<std::uint32_t>(file, group, {"tuning_trees", {"tuning"}, "trees tried", "1"},
                                  {trees.size()}, trees);
    write_variable<std::uint32_t>(file, group,
                                  {"tuning_mtry", {"tuning"}, "features a split tried", "1"},
                                  {mtry.size()}, mtry);
    write_variable<double>(
        file, group,
        {"tuning_oob_error", {"tuning"}, "out-of-bag error of the forest tried", "1", true},
        {errors.size()}, errors);
    hdf5_io::write_attribute(file, group, "tuning_chosen", forest.tuning_chosen);
}

forest::TrainingReport read_report(const File& file, const std::string& group,
                                   std::size_t num_classes) {
    forest::TrainingReport report;
    report.num_samples = hdf5_io::read_number_attribute<std::uint64_t>(file, group, "num_samples");
    report.oob_error = hdf5_io::read_number_attribute<double>(file, group, "oob_error");
    report.oob_margin = hdf5_io::read_number_attribute<double>(file, group, "oob_margin");
    report.options = hdf5_io::read_text_attribute(file, group, "options");
    const auto read = [&](const char* name, std::vector<double>& values) {
        if (file.contains(group + '/' + name)) {
            values = hdf5_io::read<double>(file, group + '/' + name).values;
        }
    };
    read("impurity_importance", report.impurity_importance);
    read("permutation_importance", report.permutation_importance);
    read("permutation_error", report.permutation_error);
    if (file.contains(group + "/fold")) {
        auto& validation = report.cross_validation;
        validation.folds = hdf5_io::read_texts(file, group + "/fold");
        validation.confusions = hdf5_io::read<std::uint64_t>(
            file, group + "/fold_confusion", {validation.folds.size(), num_classes, num_classes});
    }
    if (file.contains(group + "/tuning_trees")) {
        const auto trees = hdf5_io::read<std::uint32_t>(file, group + "/tuning_trees").values;
        const auto mtry =
            hdf5_io::read<std::uint32_t>(file, group + "/tuning_mtry", {trees.size()});
        const auto errors =
            hdf5_io::read<double>(file, group + "/tuning_oob_error", {trees.size()});
        for (std::size_t point = 0; point < trees.size(); ++point) {
            report.tuning.push_back({trees[point], mtry[point], errors[point]});
        }
    }
    return report;
}

}  // namespace

std::vector<ForestSummary> forest_summaries(const RegionJob& job,
                                            const std::filesystem::path& model_file) {
    std::set<std::string> wanted;
    for (std::size_t epoch = 0; epoch < job.epochs.size(); ++epoch) {
        wanted.insert(model_name(job, epoch));
    }
    std::vector<ForestSummary> forests;
    if (!std::filesystem::exists(model_file)) {
        return forests;
    }
    for (auto& [name, forest] : read_reports(model_file)) {
        if (!wanted.contains(name)) {
            continue;
        }
        const auto& report = forest.report;
        const std::int64_t chosen = report.tuning.empty()
                                        ? -1
                                        : static_cast<std::int64_t>(training::best_point(
                                              report.tuning, report.num_samples));
        forests.push_back(
            {name, forest.schema.names, forest.classes, std::move(forest.report), chosen});
    }
    return forests;
}

void write_forest_summaries(File& file, const std::string& group,
                            const std::vector<ForestSummary>& forests) {
    if (forests.empty()) {
        return;
    }
    std::vector<std::string> names;
    for (const ForestSummary& forest : forests) {
        const std::string own = group + '/' + forest.name;
        file.create_group(own);
        const forest::TrainingReport& report = forest.report;
        hdf5_io::write_attribute(file, own, "num_samples", report.num_samples);
        hdf5_io::write_attribute(file, own, "oob_error", report.oob_error);
        hdf5_io::write_attribute(file, own, "oob_margin", report.oob_margin);
        hdf5_io::write_attribute(file, own, "options", report.options);
        write_text_axis(file, own, "feature", forest.features);
        write_text_axis(file, own, "class", forest.classes);
        write_importances(file, own, report);
        write_folds(file, own, forest);
        write_tuning(file, own, forest);
        names.push_back(forest.name);
    }
    write_text_axis(file, group, "forest", names);
}

std::vector<ForestSummary> read_forest_summaries(const File& file, const std::string& group) {
    std::vector<ForestSummary> forests;
    if (!file.contains(group)) {
        return forests;
    }
    for (const std::string& name : hdf5_io::read_texts(file, group + "/forest")) {
        const std::string own = group + '/' + name;
        ForestSummary& forest = forests.emplace_back();
        forest.name = name;
        forest.features = hdf5_io::read_texts(file, own + "/feature");
        forest.classes = hdf5_io::read_texts(file, own + "/class");
        forest.report = read_report(file, own, forest.classes.size());
        if (!forest.report.tuning.empty()) {
            forest.tuning_chosen =
                hdf5_io::read_number_attribute<std::int64_t>(file, own, "tuning_chosen");
        }
    }
    return forests;
}

}  // namespace mineprint::pipeline
