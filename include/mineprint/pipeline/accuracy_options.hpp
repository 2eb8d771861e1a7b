// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "mineprint/accuracy/detection_curve.hpp"
#include "mineprint/accuracy/sample_size.hpp"
#include "mineprint/core/date.hpp"

namespace mineprint::pipeline {

/// How the reference samples that check a map were drawn.
enum class SampleDesign {
    unstated,    ///< nobody said: as `stratified`, with a word of warning
    random,      ///< pixels or polygons at random over the region
    systematic,  ///< on a lattice: treated as random
    stratified,  ///< by the map's classes, before or after the draw
};

/// What one expects of a class before there is a sample.
struct ExpectedAccuracy {
    std::string name;  ///< of the class, or of the change class `from>to`
    double users_accuracy = 0;
};

struct AccuracyOptions {
    SampleDesign design = SampleDesign::unstated;
    /// Fewest samples in each class mapped in a zone for the zone to be told from its own samples.
    std::int64_t zone_samples = 20;
    // Of points that are yet to be drawn.
    std::vector<std::string> strata;  ///< an epoch, or two for classes of change; empty: the last
    double overall_se = 0.01;         ///< wanted standard error of the overall accuracy
    double expected = 0.8;            ///< user's accuracy of strata that `expected_of` leaves out
    std::vector<ExpectedAccuracy> expected_of;
    accuracy::Allocation allocation = accuracy::Allocation::balanced;
    std::int64_t minimum = 50;  ///< points in each stratum
    std::int64_t points = 0;    ///< in all; 0: what `overall_se` asks for
    std::uint64_t seed = 0;
    // Of points that were labelled.
    std::filesystem::path labels;
    std::string labels_layer;
};

/// How the class map is made of the forest's votes.
struct ThresholdOptions {
    accuracy::ThresholdRule rule = accuracy::ThresholdRule::argmax;
    double fixed = 0;  ///< with ThresholdRule::fixed
    bool operator==(const ThresholdOptions&) const = default;
};

/// What the values of an alert raster mean.
enum class AlertEncoding {
    days,  ///< days since `origin`; 0: no alert
    glad,  ///< confidence · 10 000 + days since `origin`, as the integrated deforestation alerts
};

struct AlertOptions {
    std::filesystem::path raster;  ///< empty: none
    AlertEncoding encoding = AlertEncoding::glad;
    core::Date origin = core::Date::parse("2014-12-31");
    int minimum_confidence = 2;  ///< with AlertEncoding::glad
};

}  // namespace mineprint::pipeline
