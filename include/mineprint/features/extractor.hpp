// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "mineprint/raster/raster.hpp"

namespace mineprint::features {

/// A spectral index: its name, the bands it needs, formula and source in words.
struct IndexInfo {
    std::string name;
    std::vector<std::string> bands;
    std::string formula;
    std::string reference;
};

/// All indices known, in the order of the documentation: ndvi ndwi mndwi ndmi nbr evi evi2 savi
/// msavi2 bsi clay_ratio ferrous_ratio iron_oxide_ratio tc_brightness tc_greenness tc_wetness.
[[nodiscard]] const std::vector<IndexInfo>& known_indices();

/// Which features the classifier sees, in order: the bands, then the indices.
struct FeatureOptions {
    std::vector<std::string> bands;
    std::vector<std::string> indices;
};

/// Names and definitions in order (as forest::FeatureSchema wants them). Throws UsageError for an
/// unknown index (naming the nearest) or one whose bands the archive does not have.
struct FeatureList {
    std::vector<std::string> names;
    std::vector<std::string> definitions;
};
[[nodiscard]] FeatureList feature_list(const FeatureOptions& options,
                                       std::span<const std::string> archive_bands);

/// One raster per feature, in the order of `feature_list`; NaN where an input is NaN or a
/// denominator is 0.
[[nodiscard]] raster::BandStack extract(const raster::BandStack& reflectance,
                                        const FeatureOptions& options);

}  // namespace mineprint::features
