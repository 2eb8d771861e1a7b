// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "mineprint/geo/grid.hpp"
#include "mineprint/geo/pixel_area.hpp"
#include "mineprint/geo/polygon.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::zones {

/// A window of a grid with the true size of its pixels.
struct MetricWindow {
    const geo::Grid& grid;
    geo::PixelWindow window;
    /// Metres per unit of the CRS at each pixel's centre, from west to east and from south to
    /// north.
    std::vector<float> x_scale;
    std::vector<float> y_scale;
};

/// What a grid's lengths are worked out with.
struct GridShape {
    bool is_geographic = false;
    geo::Ellipsoid ellipsoid;
};

/// Scales for a window. In a geographic grid they are the ellipsoid's own at the pixel's latitude;
/// in any other both are the root of the pixel's true area over its area in the plane, which is
/// exact for conformal projections such as UTM.
/// @param area_m2 true areas of the window's pixels
[[nodiscard]] MetricWindow metric_window(const geo::Grid& grid, const geo::PixelWindow& window,
                                         const GridShape& shape, std::span<const double> area_m2);

/// 1 where a pixel's centre is at most `metres` from an edge of the polygons, on either side of it.
/// The answer for a pixel depends on the grid alone, not on the window.
[[nodiscard]] raster::Mask near_edges(std::span<const geo::Polygon> polygons, double metres,
                                      const MetricWindow& metric);

}  // namespace mineprint::zones
