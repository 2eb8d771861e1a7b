// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "mineprint/composite/options.hpp"
#include "mineprint/features/options.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::features {

/// A spectral index: its name, the bands it needs, formula and source in words.
struct IndexInfo {
    std::string name;
    std::vector<std::string> bands;
    std::string formula;
    std::string reference;
};

/// All indices known, in the order of the documentation: ndvi ndwi mndwi ndsi ndmi ndwi_gao ndbi
/// nbr evi evi2 savi msavi2 bsi clay_ratio ferrous_ratio iron_oxide_ratio tc_brightness
/// tc_greenness tc_wetness.
[[nodiscard]] const std::vector<IndexInfo>& known_indices();

/// Names and definitions in order (as forest::FeatureSchema wants them). Where the composite is not
/// the median, the definitions of bands and indices say what it is. Throws UsageError for an
/// unknown index, metric or feature of the terrain (naming the nearest), for one whose bands the
/// archive does not have, for terrain without a DEM, and for a name that comes twice.
struct FeatureList {
    std::vector<std::string> names;
    std::vector<std::string> definitions;
};
[[nodiscard]] FeatureList feature_list(const FeatureOptions& options,
                                       std::span<const std::string> archive_bands,
                                       const composite::CompositeOptions& composite = {});

/// The bands that the features need, each once, in the order of `archive_bands`.
[[nodiscard]] std::vector<std::string> bands_needed(const FeatureOptions& options,
                                                    std::span<const std::string> archive_bands);

/// Bands and indices of a composite, one raster each, in the order of the options; NaN where an
/// input is NaN or a denominator is 0. Throws DataError when a band is not there.
[[nodiscard]] raster::BandStack extract(const raster::BandStack& reflectance,
                                        const FeatureOptions& options);

}  // namespace mineprint::features
