// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mineprint/pipeline/estimate_table.hpp"
#include "mineprint/pipeline/table.hpp"

namespace mineprint::pipeline {

/// Measures of one kind of error matrix.
struct MeasureTables {
    EstimateTable<1> overall;    ///< [epoch]
    EstimateTable<1> balanced;   ///< [epoch]
    EstimateTable<2> users;      ///< [epoch, class]
    EstimateTable<2> producers;  ///< [epoch, class]
    EstimateTable<2> f1;         ///< [epoch, class]
    Table<double, 1> mcc;        ///< [epoch]; so are the next five
    Table<double, 1> quantity;
    Table<double, 1> allocation;
    Table<double, 1> exchange;
    Table<double, 1> shift;
    Table<double, 1> kappa;

    MeasureTables() = default;
    MeasureTables(std::size_t num_epochs, std::size_t num_classes);
    bool operator==(const MeasureTables&) const = default;
};

/// Precision-recall and receiver operating characteristic of the target's probability.
struct CurveTables {
    Table<double, 1> roc_auc;            ///< [epoch]; NaN without probabilities
    Table<double, 1> roc_auc_se;         ///< [epoch]; of independent samples
    Table<double, 1> average_precision;  ///< [epoch]
    Table<double, 1> threshold_f1;       ///< [epoch]; best by F1
    Table<double, 1> threshold_f_half;   ///< [epoch]; best by F0.5
    Table<double, 1> threshold_youden;   ///< [epoch]; best by Youden's J
    Table<double, 1> map_threshold;      ///< [epoch]; that the maps were made with; NaN: none
    // One entry for each point of each epoch's curve, by falling threshold.
    std::vector<std::int64_t> point_epoch;  ///< index of the epoch
    std::vector<double> point_threshold;
    std::vector<double> point_precision;
    std::vector<double> point_recall;
    std::vector<double> point_false_positive_rate;

    CurveTables() = default;
    explicit CurveTables(std::size_t num_epochs);
    bool operator==(const CurveTables&) const = default;
};

/// Accuracy with its intervals.
struct AccuracyEstimates {
    std::string sample;              ///< what was checked with, and how it was drawn; for people
    std::vector<std::string> notes;  ///< to be read with the figures
    Table<std::int64_t, 1> num_clusters;  ///< [epoch]; polygons or points among the samples
    Table<std::int64_t, 1> num_short;     ///< [epoch]; strata with fewer than two samples
    MeasureTables counts;                 ///< of the samples as they are
    MeasureTables weighted;               ///< of the map's area
    Table<double, 3> weighted_matrix;     ///< [epoch, map_class, reference_class]; shares of area
    CurveTables curves;

    AccuracyEstimates() = default;
    AccuracyEstimates(std::size_t num_epochs, std::size_t num_classes);
    bool operator==(const AccuracyEstimates&) const = default;
};

}  // namespace mineprint::pipeline
