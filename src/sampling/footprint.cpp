// SPDX-License-Identifier: Apache-2.0
#include "mineprint/sampling/footprint.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "mineprint/geo/polygon.hpp"

namespace mineprint::sampling {
namespace {

/// The pixel that holds a point, if the grid has it.
std::optional<PixelPlace> pixel_at(geo::Point p, const geo::Grid& grid) {
    const double column = std::floor(grid.column_at(p.x));
    const double row = std::floor(grid.row_at(p.y));
    const bool inside = column >= 0 && row >= 0 && column < static_cast<double>(grid.width) &&
                        row < static_cast<double>(grid.height);
    if (!inside) {
        return std::nullopt;
    }
    return PixelPlace{static_cast<std::int64_t>(row), static_cast<std::int64_t>(column)};
}

/// The pixels that a polygon's box touches, kept to `limits`.
geo::PixelWindow window_of(const geo::Extent& box, const geo::Grid& grid,
                           const geo::PixelWindow& limits) {
    const auto clamped = [](double value, std::int64_t begin, std::int64_t size) {
        return static_cast<std::int64_t>(
            std::clamp(value, static_cast<double>(begin), static_cast<double>(begin + size)));
    };
    const auto column = clamped(std::floor(grid.column_at(box.xmin)), limits.column, limits.width);
    const auto row = clamped(std::floor(grid.row_at(box.ymax)), limits.row, limits.height);
    const auto right = clamped(std::ceil(grid.column_at(box.xmax)), limits.column, limits.width);
    const auto bottom = clamped(std::ceil(grid.row_at(box.ymin)), limits.row, limits.height);
    return {column, row, right - column, bottom - row};
}

std::vector<PixelPlace> pixels_inside(const geo::Polygon& polygon, const geo::Grid& grid,
                                      const geo::PixelWindow& limits) {
    std::vector<PixelPlace> pixels;
    geo::scan(polygon, grid, window_of(polygon.extent(), grid, limits),
              [&](std::int64_t row, std::int64_t begin, std::int64_t end) {
                  for (std::int64_t column = begin; column < end; ++column) {
                      pixels.push_back({row, column});
                  }
              });
    return pixels;
}

struct RingCentroid {
    geo::Point centre;
    double area = 0;
};

/// Area and centroid by the trapezium sums, counted from the first point to keep digits.
RingCentroid centroid_of(const geo::Ring& ring) {
    double twice_area = 0;
    geo::Point sum;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const geo::Point a{ring[i].x - ring[0].x, ring[i].y - ring[0].y};
        const geo::Point& next = ring[(i + 1) % ring.size()];
        const geo::Point b{next.x - ring[0].x, next.y - ring[0].y};
        const double cross = a.x * b.y - b.x * a.y;
        twice_area += cross;
        sum = {sum.x + (a.x + b.x) * cross, sum.y + (a.y + b.y) * cross};
    }
    if (twice_area == 0) {
        return {};
    }
    return {{ring[0].x + sum.x / (3 * twice_area), ring[0].y + sum.y / (3 * twice_area)},
            std::abs(twice_area) / 2};
}

RingCentroid largest_ring(const geo::Polygon& polygon) {
    RingCentroid largest;
    for (const geo::Ring& ring : polygon.rings) {
        const RingCentroid centroid = centroid_of(ring);
        if (centroid.area > largest.area) {
            largest = centroid;
        }
    }
    return largest;
}

/// Whether a polygon holds the centre of any pixel, be it outside the grid.
bool holds_a_centre(const geo::Polygon& polygon, const geo::Grid& grid) {
    constexpr std::int64_t far = std::int64_t{1} << 40U;
    bool any = false;
    geo::scan(polygon, grid, window_of(polygon.extent(), grid, {-far, -far, 2 * far, 2 * far}),
              [&](std::int64_t, std::int64_t, std::int64_t) { any = true; });
    return any;
}

Footprint footprint_of_polygon(const geo::Polygon& polygon, const geo::Grid& grid) {
    if (!polygon.extent().intersects(grid.extent())) {
        return {FootprintKind::outside, {}};
    }
    Footprint footprint{FootprintKind::normal, pixels_inside(polygon, grid, grid.window())};
    if (!footprint.pixels.empty()) {
        return footprint;
    }
    if (holds_a_centre(polygon, grid)) {
        return {FootprintKind::outside, {}};
    }
    const RingCentroid largest = largest_ring(polygon);
    if (largest.area == 0 || !polygon.contains(largest.centre)) {
        return {FootprintKind::none, {}};
    }
    if (const auto pixel = pixel_at(largest.centre, grid)) {
        return {FootprintKind::centroid, {*pixel}};
    }
    return {FootprintKind::outside, {}};
}

}  // namespace

Footprint footprint_of(const gdal_io::VectorFeature& feature, const geo::Grid& grid) {
    if (!feature.polygon.rings.empty()) {
        return footprint_of_polygon(feature.polygon, grid);
    }
    Footprint footprint;
    for (const geo::Point& point : feature.points) {
        if (const auto pixel = pixel_at(point, grid)) {
            footprint.pixels.push_back(*pixel);
        }
    }
    if (footprint.pixels.empty()) {
        footprint.kind = feature.points.empty() ? FootprintKind::none : FootprintKind::outside;
    }
    return footprint;
}

}  // namespace mineprint::sampling
