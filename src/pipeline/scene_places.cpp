// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/scene_places.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/spatial_reference.hpp"
#include "mineprint/geo/mgrs.hpp"
#include "mineprint/geo/wrs2.hpp"

namespace mineprint::pipeline {
namespace {

constexpr double spacing_m = 20000;
constexpr int most_steps = 100;
constexpr std::size_t most_names = 100;

int steps_for(double length_m) {
    return std::clamp(static_cast<int>(std::ceil(length_m / spacing_m)), 1, most_steps);
}

/// A lattice over the grid, edges included, in longitude and latitude.
std::vector<geo::Point> places_on(const geo::Grid& grid) {
    const geo::GroundSize pixel =
        gdal_io::pixel_spacing(grid).window_m({grid.width / 2, grid.height / 2, 1, 1});
    const int columns = steps_for(pixel.width_m.front() * static_cast<double>(grid.width));
    const int rows = steps_for(pixel.height_m.front() * static_cast<double>(grid.height));
    const gdal_io::PointTransform to_lonlat(gdal_io::spatial_reference(grid.crs_wkt),
                                            gdal_io::spatial_reference("EPSG:4326"));
    std::vector<geo::Point> places;
    for (int row = 0; row <= rows; ++row) {
        for (int column = 0; column <= columns; ++column) {
            const geo::Point place =
                to_lonlat({grid.x_at(static_cast<double>(grid.width) * column / columns),
                           grid.y_at(static_cast<double>(grid.height) * row / rows)});
            if (!std::isnan(place.x)) {
                places.push_back(place);
            }
        }
    }
    return places;
}

std::string line(const char* what, const std::vector<std::string>& names) {
    return names.size() > most_names ? fmt::format("{}: {}", what, names.size())
                                     : fmt::format("{}: {}", what, fmt::join(names, " "));
}

}  // namespace

std::vector<std::string> scene_place_lines(const geo::Grid& grid) {
    const std::vector<geo::Point> places = places_on(grid);
    std::vector<std::string> scenes;
    for (const geo::Wrs2Scene& scene : geo::wrs2_scenes(places)) {
        scenes.push_back(fmt::format("{:03}/{:03}", scene.path, scene.row));
    }
    return {line("Landsat, WRS-2 path/row", scenes),
            line("Sentinel-2 and HLS, MGRS squares", geo::mgrs_squares(places))};
}

}  // namespace mineprint::pipeline
