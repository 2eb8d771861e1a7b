// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "mineprint/geo/grid.hpp"
#include "mineprint/geo/polygon.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::gdal_io {

/// An outer ring, then its holes.
using PolygonPart = std::vector<geo::Ring>;

/// The patches of equal values other than 0, along pixel edges in the grid's CRS, by value. Pixels
/// that meet at a corner only are two patches. Throws RunError.
[[nodiscard]] std::map<std::uint8_t, std::vector<PolygonPart>> raster_polygons(
    const raster::Raster<std::uint8_t>& values, const geo::Grid& grid);

}  // namespace mineprint::gdal_io
