// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mineprint/features/temporal_metric.hpp"

namespace mineprint::features {

/// How values of another lattice come onto the grid.
enum class Resampling {
    nearest,  ///< the pixel that holds the centre
    bilinear  ///< from the four pixels around the centre, all of which must have a value
};

/// A raster that is a feature: a user's backscatter, night lights, alerts.
struct ExtraLayer {
    std::string name;
    std::string path;  ///< with `{epoch}` for the epoch's name where each has its own
    int band = 1;
    Resampling resampling = Resampling::nearest;
    std::optional<double> nodata = {};  ///< not set: what the file says
    std::optional<double> fill = {};    ///< for what has no value; not set: it is missing
    bool operator==(const ExtraLayer&) const = default;
};

/// Which features the classifier sees, in order: bands, indices, metrics, deviations, terrain,
/// layers.
struct FeatureOptions {
    std::vector<std::string> bands;
    std::vector<std::string> indices;
    std::vector<Metric> metrics = {};
    std::vector<std::string> terrain = {};
    std::filesystem::path dem = {};  ///< elevation in metres
    int tpi_radius = 1;              ///< pixels
    std::vector<ExtraLayer> layers = {};
};

}  // namespace mineprint::features
