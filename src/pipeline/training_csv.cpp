// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/training_csv.hpp"

#include <span>
#include <system_error>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/pipeline/csv_text.hpp"
#include "mineprint/pipeline/fold_measures.hpp"
#include "mineprint/training/tuning.hpp"

namespace mineprint::pipeline {
namespace {

using Forests = std::map<std::string, forest::Forest>;

void add_confusion(CsvText& csv, const std::string& name, const std::string& fold,
                   const forest::Forest& forest, std::span<const std::uint64_t> confusion) {
    const std::size_t num_classes = forest.num_classes();
    for (std::size_t truth = 0; truth < num_classes; ++truth) {
        for (std::size_t predicted = 0; predicted < num_classes; ++predicted) {
            csv.add_row(name, fold, forest.classes[truth], forest.classes[predicted],
                        confusion[predicted * num_classes + truth]);
        }
    }
}

bool add_cross_validation(CsvText& csv, const std::string& name, const forest::Forest& forest) {
    const forest::CrossValidation& validation = forest.report.cross_validation;
    if (validation.folds.empty()) {
        return false;
    }
    const std::size_t num_cells = forest.num_classes() * forest.num_classes();
    for (std::size_t fold = 0; fold < validation.folds.size(); ++fold) {
        add_confusion(csv, name, validation.folds[fold], forest,
                      std::span(validation.confusions).subspan(fold * num_cells, num_cells));
    }
    add_confusion(csv, name, "all", forest, forest::pooled_confusion(validation));
    return true;
}

void add_measures(CsvText& csv, const std::string& name, const forest::Forest& forest) {
    const forest::CrossValidation& validation = forest.report.cross_validation;
    for (const FoldMeasure& measure : fold_measures(validation, forest.classes)) {
        const auto add = [&](const std::string& fold, double value) {
            csv.add_row(name, fold, measure.measure, measure.cls, value);
        };
        for (std::size_t fold = 0; fold < validation.folds.size(); ++fold) {
            add(validation.folds[fold], measure.of_fold[fold]);
        }
        add("all", measure.pooled);
        add("mean of the folds", measure.mean);
        add("standard deviation of the folds", measure.sd);
    }
}

bool add_tuning(CsvText& csv, const std::string& name, const forest::Forest& forest) {
    const auto& points = forest.report.tuning;
    if (points.empty()) {
        return false;
    }
    const std::size_t chosen = training::best_point(points, forest.report.num_samples);
    for (std::size_t i = 0; i < points.size(); ++i) {
        csv.add_row(name, points[i].trees, points[i].mtry, points[i].oob_error,
                    i == chosen ? "yes" : "no");
    }
    return true;
}

void write_or_remove(const std::filesystem::path& path, const CsvText& csv, bool wanted) {
    if (wanted) {
        std::filesystem::create_directories(path.parent_path());
        core::write_text_file(path, csv.text());
        return;
    }
    std::error_code ignored;  // one that cannot be removed harms nobody
    std::filesystem::remove(path, ignored);
}

}  // namespace

void write_training_csv(const std::filesystem::path& folder, const Forests& forests) {
    CsvText validation;
    validation.add_row("forest", "fold", "true_class", "predicted_class", "samples");
    CsvText measures;
    measures.add_row("forest", "fold", "measure", "class", "value");
    CsvText tuning;
    tuning.add_row("forest", "trees", "mtry", "oob_error", "chosen");
    bool validated = false;
    bool tuned = false;
    for (const auto& [name, forest] : forests) {
        validated = add_cross_validation(validation, name, forest) || validated;
        add_measures(measures, name, forest);
        tuned = add_tuning(tuning, name, forest) || tuned;
    }
    write_or_remove(folder / "cross_validation.csv", validation, validated);
    write_or_remove(folder / "cross_validation_measures.csv", measures, validated);
    write_or_remove(folder / "tuning.csv", tuning, tuned);
}

}  // namespace mineprint::pipeline
