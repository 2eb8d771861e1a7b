// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mineprint/pipeline/region.hpp"

namespace mineprint::pipeline {

/// Terrain and extra layers of a window by the features' names. Throws DataError naming the file.
[[nodiscard]] raster::BandStack static_features(const Region& region, std::size_t epoch,
                                                const geo::PixelWindow& window);

/// What identifies the files that `static_features` reads in an epoch: names, options, sizes and
/// times of change (of files that GDAL alone can see, the name). Opens each of them; throws
/// DataError where one is missing, not a raster, or lacks the band.
[[nodiscard]] std::string layer_stamp(const RegionJob& job, std::size_t epoch);

/// Bytes that `static_features` needs for a moment beside its result, for a window of so many
/// pixels.
[[nodiscard]] std::int64_t static_feature_bytes(const features::FeatureOptions& options,
                                                std::int64_t width, std::int64_t height);

}  // namespace mineprint::pipeline
