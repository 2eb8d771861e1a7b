// SPDX-License-Identifier: Apache-2.0
#include "mineprint/geo/pixel_area.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::geo {
namespace {

constexpr double radians_per_degree = std::numbers::pi / 180;
/// Nodes of the lattice stand this far apart (or one pixel): bilinear interpolation of the scale
/// then errs by some 1e-9 in UTM and by 1e-7 in Web Mercator at a latitude of 80°.
constexpr double node_distance_m = 500;
/// Half the base of the difference quotients: long against PROJ's rounding, short against the
/// Earth.
constexpr double half_step_m = 200;
/// Above this size of a pixel the scale is integrated inside it.
constexpr double largest_interpolated_pixel_m = 1000;
/// Above this size of a pixel by five nodes a side, else by two.
constexpr double coarse_pixel_m = 50000;

struct Vector {
    double x = 0;
    double y = 0;
    double z = 0;
};

Vector operator-(const Vector& a, const Vector& b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }

double length_of_cross_product(const Vector& a, const Vector& b) {
    return std::hypot(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
}

/// The place in space of a point on the ellipsoid. Unlike longitude and latitude it has no seam at
/// 180° and no poles, so differences can be taken anywhere.
Vector in_space(const Ellipsoid& ellipsoid, Point lonlat) {
    const double longitude = lonlat.x * radians_per_degree;
    const double latitude = lonlat.y * radians_per_degree;
    const double e2 = ellipsoid.flattening * (2 - ellipsoid.flattening);
    const double sine = std::sin(latitude);
    const double normal_m = ellipsoid.semi_major_m / std::sqrt(1 - e2 * sine * sine);
    return {normal_m * std::cos(latitude) * std::cos(longitude),
            normal_m * std::cos(latitude) * std::sin(longitude), normal_m * (1 - e2) * sine};
}

/// Square metres per square CRS unit at points; NaN where a point has no place on Earth.
class Density {
  public:
    Density(const Ellipsoid& ellipsoid, const ToLonLat& to_lonlat, double half_step)
        : ellipsoid_(ellipsoid), to_lonlat_(to_lonlat), half_step_(half_step) {}

    [[nodiscard]] std::vector<double> at(const std::vector<Point>& places) const {
        std::vector<Point> points;
        points.reserve(places.size() * 4);
        for (const Point p : places) {
            points.push_back({p.x - half_step_, p.y});
            points.push_back({p.x + half_step_, p.y});
            points.push_back({p.x, p.y - half_step_});
            points.push_back({p.x, p.y + half_step_});
        }
        to_lonlat_(points);
        std::vector<double> density;
        density.reserve(places.size());
        for (std::size_t i = 0; i < points.size(); i += 4) {
            const Vector east =
                in_space(ellipsoid_, points[i + 1]) - in_space(ellipsoid_, points[i]);
            const Vector north =
                in_space(ellipsoid_, points[i + 3]) - in_space(ellipsoid_, points[i + 2]);
            density.push_back(length_of_cross_product(east, north) / (4 * half_step_ * half_step_));
        }
        return density;
    }

  private:
    const Ellipsoid& ellipsoid_;
    const ToLonLat& to_lonlat_;
    double half_step_;
};

/// Metres per CRS unit, roughly, somewhere on the grid; it depends on the grid alone.
double metres_per_unit(const Grid& grid, const Ellipsoid& ellipsoid, const ToLonLat& to_lonlat) {
    std::vector<Point> places;
    constexpr std::array<double, 5> fractions = {0.5, 0.25, 0.75, 0, 1};
    for (const double v : fractions) {
        for (const double u : fractions) {
            places.push_back({grid.x_at(u * static_cast<double>(grid.width)),
                              grid.y_at(v * static_cast<double>(grid.height))});
        }
    }
    const double half_step = std::min(grid.pixel_width, grid.pixel_height) / 2;
    for (const double density : Density(ellipsoid, to_lonlat, half_step).at(places)) {
        if (std::isfinite(density) && density > 0) {
            return std::sqrt(density);
        }
    }
    throw core::DataError(
        "no pixel of the grid has a place on Earth: are its CRS and origin right?");
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    return a >= 0 ? a / b : -((b - 1 - a) / b);
}

/// A pixel beyond the edge of the world has no area.
double area_or_zero(double area_m2) { return std::isfinite(area_m2) ? area_m2 : 0; }

std::vector<double> geographic_m2(const Grid& grid, const Ellipsoid& ellipsoid,
                                  const PixelWindow& window) {
    std::vector<double> areas;
    areas.reserve(static_cast<std::size_t>(window.num_pixels()));
    for (std::int64_t row = window.row; row < window.row + window.height; ++row) {
        const double south = grid.y_at(static_cast<double>(row + 1));
        const double north = grid.y_at(static_cast<double>(row));
        areas.insert(areas.end(), static_cast<std::size_t>(window.width),
                     cell_area_m2(ellipsoid, std::clamp(south, -90.0, 90.0),
                                  std::clamp(north, -90.0, 90.0), grid.pixel_width));
    }
    return areas;
}

/// Gauss–Legendre nodes in 0 … 1 and their weights.
struct Quadrature {
    std::vector<double> nodes;
    std::vector<double> weights;
};

Quadrature quadrature_for(double pixel_m) {
    if (pixel_m <= coarse_pixel_m) {
        const double node = 0.5 / std::numbers::sqrt3;
        return {{0.5 - node, 0.5 + node}, {0.5, 0.5}};
    }
    const double root = 2 * std::sqrt(10.0 / 7.0);
    const double inner = std::sqrt(5 - root) / 6;
    const double outer = std::sqrt(5 + root) / 6;
    const double inner_weight = (322 + 13 * std::sqrt(70.0)) / 1800;
    const double outer_weight = (322 - 13 * std::sqrt(70.0)) / 1800;
    return {{0.5 - outer, 0.5 - inner, 0.5, 0.5 + inner, 0.5 + outer},
            {outer_weight, inner_weight, 64.0 / 225.0, inner_weight, outer_weight}};
}

/// The scale integrated over each pixel of one row of the window.
void integrate_row(const Grid& grid, const Density& density, const Quadrature& quadrature,
                   const PixelWindow& row, std::vector<double>& areas) {
    std::vector<Point> places;
    for (std::int64_t column = row.column; column < row.column + row.width; ++column) {
        for (const double v : quadrature.nodes) {
            for (const double u : quadrature.nodes) {
                places.push_back({grid.x_at(static_cast<double>(column) + u),
                                  grid.y_at(static_cast<double>(row.row) + v)});
            }
        }
    }
    const std::vector<double> values = density.at(places);
    auto value = values.begin();
    for (std::int64_t column = 0; column < row.width; ++column) {
        double mean = 0;
        for (const double weight_v : quadrature.weights) {
            for (const double weight_u : quadrature.weights) {
                mean += weight_v * weight_u * *value++;
            }
        }
        areas.push_back(area_or_zero(mean * grid.pixel_width * grid.pixel_height));
    }
}

std::vector<double> integrated_m2(const Grid& grid, const Density& density, double pixel_m,
                                  const PixelWindow& window) {
    const Quadrature quadrature = quadrature_for(pixel_m);
    std::vector<double> areas;
    areas.reserve(static_cast<std::size_t>(window.num_pixels()));
    for (std::int64_t row = window.row; row < window.row + window.height; ++row) {
        integrate_row(grid, density, quadrature, {window.column, row, window.width, 1}, areas);
    }
    return areas;
}

/// The scale at every `step`-th pixel corner of the grid that a window needs.
struct NodeLattice {
    std::int64_t step = 1;
    std::int64_t column = 0;  ///< of the first node, in steps
    std::int64_t row = 0;
    std::int64_t width = 0;
    std::vector<double> density;

    NodeLattice(const Grid& grid, const Density& source, const PixelWindow& window,
                std::int64_t step_pixels)
        : step(step_pixels),
          column(floor_divide(window.column, step)),
          row(floor_divide(window.row, step)),
          width(floor_divide(window.column + window.width - 1, step) - column + 2) {
        const std::int64_t height = floor_divide(window.row + window.height - 1, step) - row + 2;
        std::vector<Point> places;
        for (std::int64_t y = row; y < row + height; ++y) {
            for (std::int64_t x = column; x < column + width; ++x) {
                places.push_back({grid.x_at(static_cast<double>(x * step)),
                                  grid.y_at(static_cast<double>(y * step))});
            }
        }
        density = source.at(places);
    }

    /// At the centre of a pixel.
    [[nodiscard]] double at(std::int64_t pixel_column, std::int64_t pixel_row) const {
        const std::int64_t x = floor_divide(pixel_column, step);
        const std::int64_t y = floor_divide(pixel_row, step);
        const auto size = static_cast<double>(step);
        const double u = (static_cast<double>(pixel_column - x * step) + 0.5) / size;
        const double v = (static_cast<double>(pixel_row - y * step) + 0.5) / size;
        const auto node = static_cast<std::size_t>((y - row) * width + x - column);
        const auto below = node + static_cast<std::size_t>(width);
        return (1 - v) * ((1 - u) * density[node] + u * density[node + 1]) +
               v * ((1 - u) * density[below] + u * density[below + 1]);
    }
};

std::vector<double> interpolated_m2(const Grid& grid, const Density& density, std::int64_t step,
                                    const PixelWindow& window) {
    const NodeLattice nodes(grid, density, window, step);
    const double unit_area = grid.pixel_width * grid.pixel_height;
    std::vector<double> areas;
    areas.reserve(static_cast<std::size_t>(window.num_pixels()));
    for (std::int64_t row = window.row; row < window.row + window.height; ++row) {
        for (std::int64_t column = window.column; column < window.column + window.width; ++column) {
            areas.push_back(area_or_zero(nodes.at(column, row) * unit_area));
        }
    }
    return areas;
}

/// The integral of the ellipsoid's area from the equator to a latitude over one radian of
/// longitude, divided by b² (half of Snyder's q, eq. 3-12, times a²/b²).
double zone_integral(const Ellipsoid& ellipsoid, double latitude_deg) {
    const double sine = std::sin(latitude_deg * radians_per_degree);
    const double e2 = ellipsoid.flattening * (2 - ellipsoid.flattening);
    if (e2 == 0) {
        return sine;
    }
    const double e = std::sqrt(e2);
    return sine / (2 * (1 - e2 * sine * sine)) + std::atanh(e * sine) / (2 * e);
}

}  // namespace

double cell_area_m2(const Ellipsoid& ellipsoid, double latitude1_deg, double latitude2_deg,
                    double width_deg) {
    const double b = ellipsoid.semi_major_m * (1 - ellipsoid.flattening);
    return b * b * width_deg * radians_per_degree *
           std::abs(zone_integral(ellipsoid, latitude2_deg) -
                    zone_integral(ellipsoid, latitude1_deg));
}

PixelArea::PixelArea(Grid grid, Ellipsoid ellipsoid, ToLonLat to_lonlat)
    : grid_(std::move(grid)), ellipsoid_(ellipsoid), to_lonlat_(std::move(to_lonlat)) {
    if (to_lonlat_) {
        metres_per_unit_ = metres_per_unit(grid_, ellipsoid_, to_lonlat_);
    }
}

std::vector<double> PixelArea::window_m2(const PixelWindow& window) const {
    if (window.empty()) {
        return {};
    }
    if (!to_lonlat_) {
        return geographic_m2(grid_, ellipsoid_, window);
    }
    const Density density(ellipsoid_, to_lonlat_, half_step_m / metres_per_unit_);
    const double pixel_m = std::max(grid_.pixel_width, grid_.pixel_height) * metres_per_unit_;
    if (pixel_m > largest_interpolated_pixel_m) {
        return integrated_m2(grid_, density, pixel_m, window);
    }
    const auto step =
        std::max<std::int64_t>(1, static_cast<std::int64_t>(node_distance_m / pixel_m));
    return interpolated_m2(grid_, density, step, window);
}

}  // namespace mineprint::geo
