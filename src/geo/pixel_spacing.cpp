// SPDX-License-Identifier: Apache-2.0
#include "mineprint/geo/pixel_spacing.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace mineprint::geo {
namespace {

constexpr std::int64_t cell_size = 16;

struct Place {
    double x = 0;
    double y = 0;
    double z = 0;
};

/// The place in space of a point on the ellipsoid: it has no seam at 180°.
Place in_space(const Ellipsoid& ellipsoid, const Point& lonlat) {
    constexpr double radians_per_degree = std::numbers::pi / 180;
    const double longitude = lonlat.x * radians_per_degree;
    const double latitude = lonlat.y * radians_per_degree;
    const double e2 = ellipsoid.flattening * (2 - ellipsoid.flattening);
    const double sine = std::sin(latitude);
    const double normal_m = ellipsoid.semi_major_m / std::sqrt(1 - e2 * sine * sine);
    return {normal_m * std::cos(latitude) * std::cos(longitude),
            normal_m * std::cos(latitude) * std::sin(longitude), normal_m * (1 - e2) * sine};
}

double distance_m(const Ellipsoid& ellipsoid, const Point& from, const Point& to) {
    const Place a = in_space(ellipsoid, from);
    const Place b = in_space(ellipsoid, to);
    return std::hypot(a.x - b.x, a.y - b.y, a.z - b.z);
}

/// The middles of the four sides of a pixel whose centre is at a column and row number.
std::array<Point, 4> sides(const Grid& grid, double column, double row) {
    return {Point{grid.x_at(column - 0.5), grid.y_at(row)},
            Point{grid.x_at(column + 0.5), grid.y_at(row)},
            Point{grid.x_at(column), grid.y_at(row - 0.5)},
            Point{grid.x_at(column), grid.y_at(row + 0.5)}};
}

std::int64_t cell_of(std::int64_t pixel) {
    return pixel >= 0 ? pixel / cell_size : -((cell_size - 1 - pixel) / cell_size);
}

/// Calls `put(column, row, size of the cell's pixels)` for all pixels of the part of a cell.
template <class Put>
void fill(const PixelWindow& part, Put&& put) {
    for (std::int64_t row = part.row; row < part.row + part.height; ++row) {
        for (std::int64_t column = part.column; column < part.column + part.width; ++column) {
            put(column, row);
        }
    }
}

}  // namespace

PixelSpacing::PixelSpacing(Grid grid, Ellipsoid ellipsoid, ToLonLat to_lonlat)
    : grid_(std::move(grid)), ellipsoid_(ellipsoid), to_lonlat_(std::move(to_lonlat)) {}

GroundSize PixelSpacing::window_m(const PixelWindow& window) const {
    GroundSize size;
    size.width_m.resize(static_cast<std::size_t>(window.num_pixels()));
    size.height_m.resize(size.width_m.size());
    const auto measure = [&](const PixelWindow& part, double column, double row) {
        auto ends = sides(grid_, column, row);
        if (to_lonlat_) {
            to_lonlat_(ends);
        }
        const double width_m = distance_m(ellipsoid_, ends[0], ends[1]);
        const double height_m = distance_m(ellipsoid_, ends[2], ends[3]);
        fill(part, [&](std::int64_t c, std::int64_t r) {
            const auto pixel =
                static_cast<std::size_t>((r - window.row) * window.width + c - window.column);
            size.width_m[pixel] = width_m;
            size.height_m[pixel] = height_m;
        });
    };
    if (!to_lonlat_) {
        for (std::int64_t row = window.row; row < window.row + window.height; ++row) {
            measure({window.column, row, window.width, 1}, 0.5, static_cast<double>(row) + 0.5);
        }
        return size;
    }
    constexpr double middle = static_cast<double>(cell_size) / 2;
    for (std::int64_t y = cell_of(window.row); y <= cell_of(window.row + window.height - 1); ++y) {
        for (std::int64_t x = cell_of(window.column);
             x <= cell_of(window.column + window.width - 1); ++x) {
            const PixelWindow cell{x * cell_size, y * cell_size, cell_size, cell_size};
            measure(intersection(cell, window), static_cast<double>(cell.column) + middle,
                    static_cast<double>(cell.row) + middle);
        }
    }
    return size;
}

}  // namespace mineprint::geo
