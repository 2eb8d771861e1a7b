// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/positions.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "mineprint/gdal_io/crs.hpp"

namespace mineprint::simulate {
namespace {

constexpr std::int64_t node_step = 32;  // pixels

/// Metres from the border, good to a percent: only the sign and the first hundred metres matter.
double border_distance_m(const Border& border, geo::Point lonlat) {
    constexpr double metres_per_degree = 111320.0;
    if (!border.meridian) {
        return (lonlat.y - border.degrees) * metres_per_degree;
    }
    return (lonlat.x - border.degrees) * metres_per_degree *
           std::cos(lonlat.y * std::numbers::pi / 180.0);
}

}  // namespace

std::vector<Position> positions_of(const RegionFrame& frame, std::span<const geo::Point> points) {
    std::vector<geo::Point> lonlat(points.begin(), points.end());
    gdal_io::transform(lonlat, frame.grid.crs_wkt, frame.wgs84);
    std::vector<Position> positions;
    positions.reserve(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        positions.push_back({points[i].x, points[i].y, border_distance_m(frame.border, lonlat[i])});
    }
    return positions;
}

PositionLattice::PositionLattice(const RegionFrame& frame, const geo::Grid& grid,
                                 const geo::PixelWindow& window)
    : grid_(grid), window_(window), own_crs_(grid.crs_wkt == frame.grid.crs_wkt) {
    const std::int64_t columns = window.width / node_step + 2;
    const std::int64_t rows = window.height / node_step + 2;
    width_ = static_cast<std::size_t>(columns);
    std::vector<geo::Point> points;
    for (std::int64_t row = 0; row < rows; ++row) {
        for (std::int64_t column = 0; column < columns; ++column) {
            points.push_back({grid.x_at(static_cast<double>(window.column + column * node_step)),
                              grid.y_at(static_cast<double>(window.row + row * node_step))});
        }
    }
    if (!own_crs_) {
        gdal_io::transform(points, grid.crs_wkt, frame.grid.crs_wkt);
    }
    nodes_ = positions_of(frame, points);
}

Position PositionLattice::at(double column, double row) const {
    const double u = (column - static_cast<double>(window_.column)) / node_step;
    const double v = (row - static_cast<double>(window_.row)) / node_step;
    const auto left = static_cast<std::size_t>(u);
    const auto top = static_cast<std::size_t>(v);
    const double s = u - static_cast<double>(left);
    const double t = v - static_cast<double>(top);
    const std::size_t node = top * width_ + left;
    const auto blend = [&](double Position::*part) {
        const double upper = nodes_[node].*part + s * (nodes_[node + 1].*part - nodes_[node].*part);
        const double lower = nodes_[node + width_].*part +
                             s * (nodes_[node + width_ + 1].*part - nodes_[node + width_].*part);
        return upper + t * (lower - upper);
    };
    if (own_crs_) {
        return {grid_.x_at(column), grid_.y_at(row), blend(&Position::border_m)};
    }
    return {blend(&Position::x), blend(&Position::y), blend(&Position::border_m)};
}

geo::Extent PositionLattice::extent() const {
    geo::Extent box{nodes_[0].x, nodes_[0].y, nodes_[0].x, nodes_[0].y};
    for (const Position& node : nodes_) {
        box = {std::min(box.xmin, node.x), std::min(box.ymin, node.y), std::max(box.xmax, node.x),
               std::max(box.ymax, node.y)};
    }
    return box;
}

}  // namespace mineprint::simulate
