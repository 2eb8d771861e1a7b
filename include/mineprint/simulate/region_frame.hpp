// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "mineprint/geo/grid.hpp"
#include "mineprint/simulate/simulate.hpp"

namespace mineprint::simulate {

/// Pixel size of all made-up scenes, as of Landsat.
inline constexpr double pixel_m = 30.0;

/// One side of the border.
struct Zone {
    std::string code;
    std::string name;
};

/// The line that divides the zones.
struct Border {
    bool meridian = true;
    double degrees = 0;
};

/// Where a region lies: its grid in the UTM zone of its centre, the neighbouring UTM zone, its
/// border.
struct RegionFrame {
    geo::Grid grid;     ///< the region's grid, on Landsat's own lattice (15 modulo 30 metres)
    std::string wgs84;  ///< WKT of longitude and latitude
    int utm_zone =
        1;  ///< like Landsat's, always north: northings south of the equator are negative
    int neighbour_zone = 1;
    std::string neighbour_wkt;
    geo::Extent lonlat;  ///< the extent asked for
    Border border;
    std::array<Zone, 2> zones;
};

/// Throws UsageError naming the option: extent, border, zones.
[[nodiscard]] RegionFrame make_region_frame(const SimulateOptions& options);

/// The box of whole Landsat pixels in a CRS that holds the region's grid and `margin` pixels around
/// it.
[[nodiscard]] geo::Grid scene_grid(const RegionFrame& frame, const std::string& crs_wkt,
                                   int margin);

/// The zone polygons as GeoJSON: two boxes that reach beyond the grid and share the border.
[[nodiscard]] std::string zones_geojson(const RegionFrame& frame);

}  // namespace mineprint::simulate
