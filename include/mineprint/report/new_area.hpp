// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "mineprint/raster/raster.hpp"
#include "mineprint/report/map_files.hpp"
#include "mineprint/report/result_json.hpp"

namespace mineprint::report {

/// Maps with more pixels are too large to be turned into polygons in memory.
inline constexpr std::int64_t most_pixels_as_polygons = 400'000'000;

/// 1 + the epoch at which a pixel is first of the target class; 0: never.
[[nodiscard]] raster::Raster<std::uint8_t> first_appearance(const MapFiles& maps, int num_threads);

/// Where the target class appeared, as GeoJSON (RFC 7946, longitude and latitude): a multi-polygon
/// for each epoch that has any, with `name`, `region`, `class`, `epoch`, `since` (the epoch before,
/// empty at the first), `pixels` and `new_km2` (true area).
[[nodiscard]] Json new_area_geojson(const Json& region, const MapFiles& maps,
                                    const raster::Raster<std::uint8_t>& first);

}  // namespace mineprint::report
