// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/forest_json.hpp"

#include <cmath>

#include "mineprint/pipeline/fold_measures.hpp"
#include "mineprint/pipeline/forest_summary.hpp"

namespace mineprint::report {
namespace {

using Json = nlohmann::json;

Json json_of(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json measures_of(const pipeline::ForestSummary& forest) {
    Json measures = Json::array();
    for (const auto& measure :
         pipeline::fold_measures(forest.report.cross_validation, forest.classes)) {
        measures.push_back({{"measure", measure.measure},
                            {"class", measure.cls},
                            {"mean", json_of(measure.mean)},
                            {"sd", json_of(measure.sd)},
                            {"pooled", json_of(measure.pooled)}});
    }
    return measures;
}

/// Features with their importance by permutation where it is known, else by impurity.
Json importances_of(const pipeline::ForestSummary& forest) {
    const forest::TrainingReport& report = forest.report;
    const bool permuted = report.permutation_importance.size() == forest.features.size();
    const auto& shares = permuted ? report.permutation_importance : report.impurity_importance;
    Json features = Json::array();
    for (std::size_t i = 0; i < shares.size() && i < forest.features.size(); ++i) {
        features.push_back({{"name", forest.features[i]},
                            {"share", json_of(shares[i])},
                            {"error", permuted ? json_of(report.permutation_error[i]) : Json()}});
    }
    return {{"by", permuted ? "permutation" : "impurity"}, {"features", features}};
}

Json tuning_of(const pipeline::ForestSummary& forest) {
    Json points = Json::array();
    const forest::TrainingReport& report = forest.report;
    for (std::size_t i = 0; i < report.tuning.size(); ++i) {
        points.push_back({{"trees", report.tuning[i].trees},
                          {"mtry", report.tuning[i].mtry},
                          {"oob_error", json_of(report.tuning[i].oob_error)},
                          {"chosen", static_cast<std::int64_t>(i) == forest.tuning_chosen}});
    }
    return points;
}

}  // namespace

Json forests_of(const hdf5_io::File& file, const std::string& group) {
    Json forests = Json::array();
    for (const pipeline::ForestSummary& forest : pipeline::read_forest_summaries(file, group)) {
        forests.push_back({{"name", forest.name},
                           {"num_samples", forest.report.num_samples},
                           {"oob_error", json_of(forest.report.oob_error)},
                           {"margin", json_of(forest.report.oob_margin)},
                           {"num_folds", forest.report.cross_validation.folds.size()},
                           {"measures", measures_of(forest)},
                           {"importance", importances_of(forest)},
                           {"tuning", tuning_of(forest)}});
    }
    return forests;
}

}  // namespace mineprint::report
