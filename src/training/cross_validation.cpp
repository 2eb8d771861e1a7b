// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/cross_validation.hpp"

#include <span>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/forest/engine.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/training/train.hpp"

namespace mineprint::training {
namespace {

using forest::SampleTable;

/// The trees alone are asked for.
ForestOptions plain(ForestOptions options) {
    options.tuning_trees.clear();
    options.tuning_mtry.clear();
    options.permutation_importance = false;
    options.folds = {};
    return options;
}

std::vector<std::size_t> rows_of(const Folds& folds, std::size_t fold) {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < folds.of_row.size(); ++row) {
        if (folds.of_row[row] == fold) {
            rows.push_back(row);
        }
    }
    return rows;
}

std::vector<std::uint8_t> classify(const forest::Forest& forest, const SampleTable& samples,
                                   std::span<const std::size_t> rows) {
    const std::size_t width = samples.schema.size();
    std::vector<std::vector<float>> values(width, std::vector<float>(rows.size()));
    for (std::size_t f = 0; f < width; ++f) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            values[f][i] = samples.features[rows[i] * width + f];
        }
    }
    const std::vector<std::span<const float>> columns(values.begin(), values.end());
    const std::vector<std::uint8_t> observed(rows.size(), 1);
    std::vector<std::uint8_t> labels(rows.size());
    forest::Engine(forest).classify(columns, observed, 0, labels, {});
    return labels;
}

}  // namespace

forest::CrossValidation cross_validate(const mpi::Communicator& comm, SampleTable samples,
                                       const Folds& folds, const ForestOptions& options,
                                       int num_threads) {
    const ForestOptions rules = plain(options);
    const std::vector<forest::SampleOrigin> origins = samples.origins;
    forest::CrossValidation result;
    result.folds = folds.names;
    for (std::size_t fold = 0; fold < folds.names.size(); ++fold) {
        const std::vector<std::size_t> rows = rows_of(folds, fold);
        samples.origins = origins;
        for (const std::size_t row : rows) {
            samples.origins[row].held_out = 1;
        }
        try {
            const forest::Forest forest = train(comm, samples, rules, num_threads);
            const std::size_t num_classes = forest.num_classes();
            std::vector<std::uint64_t> confusion(num_classes * num_classes);
            mpi::run_on_all(comm, [&] {
                if (rows.empty()) {  // also of a rank that has none and knows no schema
                    return;
                }
                const std::vector<std::uint8_t> labels = classify(forest, samples, rows);
                for (std::size_t i = 0; i < rows.size(); ++i) {
                    ++confusion[labels[i] * num_classes + origins[rows[i]].label];
                }
            });
            mpi::all_reduce(comm, std::span(confusion), MPI_SUM);
            result.confusions.insert(result.confusions.end(), confusion.begin(), confusion.end());
        } catch (const core::Error& error) {  // the same on every rank
            throw core::Error(error.exit_status(),
                              fmt::format("without fold {} of the cross-validation: {}",
                                          folds.names[fold], error.what()));
        }
    }
    return result;
}

}  // namespace mineprint::training
