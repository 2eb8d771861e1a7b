// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/zones/coverage.hpp"
#include "test_main.hpp"

namespace mineprint::pipeline {
namespace {

/// The outline of a cell of one degree between 8° and 9° E, in small steps.
geo::Polygon cell_outline(double south, const std::string& crs_wkt) {
    constexpr int steps = 2000;
    geo::Ring ring;
    const auto side = [&](geo::Point a, geo::Point b) {
        for (int i = 0; i < steps; ++i) {
            const double t = double(i) / steps;
            ring.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
        }
    };
    side({8, south}, {9, south});
    side({9, south}, {9, south + 1});
    side({9, south + 1}, {8, south + 1});
    side({8, south + 1}, {8, south});
    gdal_io::transform(ring, gdal_io::crs_to_wkt("EPSG:4326"), crs_wkt);
    return {{ring}};
}

TEST_CASE(
    "zones of one degree at eleven latitudes have the ellipsoid's area in every kind of grid") {
    const int south = GENERATE(-80, -65, -50, -35, -20, -1, 0, 13, 26, 47, 79);
    const std::string code = GENERATE_COPY(values<std::string>(
        {"EPSG:4326", south < 0 ? "EPSG:32732" : "EPSG:32632", "EPSG:3857", "EPSG:6933"}));
    CAPTURE(south, code);
    const std::string wkt = gdal_io::crs_to_wkt(code);
    zones::ZoneLayer layer;
    layer.zones.push_back({"cell", "", {cell_outline(south, wkt)}});
    const geo::Extent box = layer.zones[0].parts[0].extent();
    const double pixel = std::max(box.xmax - box.xmin, box.ymax - box.ymin) / 397.3;
    const geo::Grid grid{wkt, box.xmin - 1.3 * pixel, box.ymax + 1.7 * pixel, pixel, pixel, 401,
                         401};
    const auto areas = gdal_io::pixel_area(grid).window_m2(grid.window());
    const auto coverage = zones::coverage_of(layer, grid, grid.window());
    const auto centres = zones::zone_raster(layer, grid, grid.window());
    double sum = 0;
    for (const zones::PartialPixel& part : coverage.parts) {
        sum += part.zone == 0 ? part.fraction * areas[std::size_t(part.pixel)] : 0;
    }
    for (std::size_t i = 0; i < areas.size(); ++i) {
        sum += coverage.divided[i] == 0 && centres[i] == 0 ? areas[i] : 0;
    }
    CHECK(sum == Approx(geo::cell_area_m2({}, south, south + 1, 1)).epsilon(1e-6));
}

}  // namespace
}  // namespace mineprint::pipeline
