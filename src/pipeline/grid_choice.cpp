// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/grid_choice.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/geo/polygon.hpp"

namespace mineprint::pipeline {
namespace {

constexpr double most_pixels_a_side = 1e8;

/// The CRS most scenes have; of equals the one that comes first.
std::string commonest_crs(std::span<const archive::Scene> scenes) {
    std::map<std::string, std::size_t> counts;
    for (const archive::Scene& scene : scenes) {
        ++counts[scene.grid.crs_wkt];
    }
    const auto commonest = std::max_element(
        scenes.begin(), scenes.end(), [&](const archive::Scene& a, const archive::Scene& b) {
            return counts[a.grid.crs_wkt] < counts[b.grid.crs_wkt];
        });
    return commonest->grid.crs_wkt;
}

const archive::Scene* first_scene_in(std::span<const archive::Scene> scenes,
                                     const std::string& crs_wkt) {
    for (const archive::Scene& scene : scenes) {
        if (gdal_io::same_crs(scene.grid.crs_wkt, crs_wkt)) {
            return &scene;
        }
    }
    return nullptr;
}

geo::Extent joined(const geo::Extent& a, const geo::Extent& b) {
    return {std::min(a.xmin, b.xmin), std::min(a.ymin, b.ymin), std::max(a.xmax, b.xmax),
            std::max(a.ymax, b.ymax)};
}

geo::Extent extent_of_all(std::span<const archive::Scene> scenes, const std::string& crs_wkt) {
    geo::Extent all = extent_in(scenes.front().grid, crs_wkt);
    for (const archive::Scene& scene : scenes.subspan(1)) {
        all = joined(all, extent_in(scene.grid, crs_wkt));
    }
    return all;
}

/// Pixel size, and for what the job leaves open the lattice of the scene that gives it.
geo::Grid lattice(const GridOptions& options, const archive::Scene* model,
                  const std::string& crs_wkt) {
    if (options.resolution) {
        return {crs_wkt, 0, 0, *options.resolution, *options.resolution, 0, 0};
    }
    if (model == nullptr) {
        throw core::DataError(
            "no scene has the CRS of grid.crs, so its pixel size cannot be taken from the archive: "
            "give grid.resolution");
    }
    return {crs_wkt,
            model->grid.origin_x,
            model->grid.origin_y,
            model->grid.pixel_width,
            model->grid.pixel_height,
            0,
            0};
}

std::int64_t num_pixels(double length, double pixel) {
    const double number = std::round(length / pixel);
    if (!(number >= 1 && number <= most_pixels_a_side)) {
        throw core::DataError(fmt::format(
            "the grid would be {:.6g} pixels along one side: check grid.extent, grid.resolution "
            "and grid.crs (they go together)",
            number));
    }
    return static_cast<std::int64_t>(number);
}

/// Moves a box outwards to the pixel edges of a lattice, a thousandth of a pixel forgiven.
geo::Extent snapped(const geo::Extent& box, const geo::Grid& lattice) {
    constexpr double forgiven = 1e-3;
    const double left = std::floor(lattice.column_at(box.xmin) + forgiven);
    const double right = std::ceil(lattice.column_at(box.xmax) - forgiven);
    const double top = std::floor(lattice.row_at(box.ymax) + forgiven);
    const double bottom = std::ceil(lattice.row_at(box.ymin) - forgiven);
    return {lattice.x_at(left), lattice.y_at(bottom), lattice.x_at(right), lattice.y_at(top)};
}

}  // namespace

geo::Extent extent_in(const geo::Grid& grid, const std::string& crs_wkt) {
    const geo::Extent own = grid.extent();
    if (gdal_io::same_crs(grid.crs_wkt, crs_wkt)) {
        return own;
    }
    constexpr int steps = 16;  // an edge that is straight here is curved there
    std::vector<geo::Point> outline;
    for (int i = 0; i <= steps; ++i) {
        const double x = own.xmin + (own.xmax - own.xmin) * i / steps;
        const double y = own.ymin + (own.ymax - own.ymin) * i / steps;
        outline.insert(outline.end(), {{x, own.ymin}, {x, own.ymax}, {own.xmin, y}, {own.xmax, y}});
    }
    gdal_io::transform(outline, grid.crs_wkt, crs_wkt);
    return geo::Polygon{{outline}}.extent();
}

geo::Grid choose_grid(const GridOptions& options, std::span<const archive::Scene> scenes) {
    const std::string crs_wkt =
        options.crs.empty() ? commonest_crs(scenes) : gdal_io::crs_to_wkt(options.crs);
    geo::Grid grid = lattice(options, first_scene_in(scenes, crs_wkt), crs_wkt);
    const geo::Extent box = options.extent       ? *options.extent
                            : options.resolution ? extent_of_all(scenes, crs_wkt)
                                                 : snapped(extent_of_all(scenes, crs_wkt), grid);
    grid.width = num_pixels(box.xmax - box.xmin, grid.pixel_width);
    grid.height = num_pixels(box.ymax - box.ymin, grid.pixel_height);
    grid.origin_x = box.xmin;
    grid.origin_y = box.ymax;
    return grid;
}

}  // namespace mineprint::pipeline
