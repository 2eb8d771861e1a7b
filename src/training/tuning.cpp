// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/tuning.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "mineprint/core/error.hpp"
#include "mineprint/training/train.hpp"
#include "mineprint/training/tree_grower.hpp"

namespace mineprint::training {
namespace {

/// Rising, each once; `otherwise` if there are none.
std::vector<int> choices(std::vector<int> values, int otherwise) {
    if (values.empty()) {
        values = {otherwise};
    }
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

/// The number that 0 stands for.
std::uint32_t mtry_of(const ForestOptions& options, std::size_t num_features) {
    const GrowthRules rules{options, num_features, RowLayout(num_features), {}, {}};
    return static_cast<std::uint32_t>(rules.mtry());
}

double error_with(const forest::TrainingReport& report, std::uint32_t trees) {
    const auto point = std::ranges::find(report.curve_trees, trees) - report.curve_trees.begin();
    return report.curve_oob_error[static_cast<std::size_t>(point)];
}

}  // namespace

bool wants_tuning(const ForestOptions& options) {
    return !options.tuning_trees.empty() || !options.tuning_mtry.empty();
}

std::vector<forest::TuningPoint> tune(const mpi::Communicator& comm,
                                      const forest::SampleTable& samples,
                                      const ForestOptions& options, int num_threads) {
    const std::vector<int> all_trees = choices(options.tuning_trees, options.trees);
    ForestOptions rules = options;
    rules.trees = all_trees.back();
    rules.tuning_trees = all_trees;  // the learning curve has a point at each
    rules.tuning_mtry.clear();
    rules.permutation_importance = false;
    std::vector<forest::TuningPoint> points;
    for (const int mtry : choices(options.tuning_mtry, options.mtry)) {
        rules.mtry = mtry;
        const forest::Forest forest = train(comm, samples, rules, num_threads);
        for (const int trees : all_trees) {
            const auto number = static_cast<std::uint32_t>(trees);
            points.push_back(
                {number, mtry_of(rules, forest.schema.size()), error_with(forest.report, number)});
            if (std::isnan(points.back().oob_error)) {
                throw core::DataError(
                    "tuning needs samples out of bag, and there are none: draw with replacement "
                    "or set forest.bag-fraction below 1");
            }
        }
    }
    return points;
}

std::size_t best_point(std::span<const forest::TuningPoint> points, std::uint64_t num_samples) {
    const double least = std::ranges::min(points, {}, &forest::TuningPoint::oob_error).oob_error;
    const double limit = least + std::sqrt(least * (1 - least) / static_cast<double>(num_samples));
    const auto rank = [&](const forest::TuningPoint& point) {
        return std::tuple(point.oob_error > limit, point.trees, point.oob_error, point.mtry);
    };
    return static_cast<std::size_t>(std::ranges::min_element(points, {}, rank) - points.begin());
}

ForestOptions tuned(ForestOptions options, const forest::TuningPoint& point) {
    options.trees = static_cast<int>(point.trees);
    options.mtry = static_cast<int>(point.mtry);
    options.tuning_trees.clear();
    options.tuning_mtry.clear();
    return options;
}

}  // namespace mineprint::training
