// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

namespace mineprint::geo {

struct Point {
    double x = 0;
    double y = 0;
    bool operator==(const Point&) const = default;
};

/// A box in CRS units, edges included.
struct Extent {
    double xmin = 0;
    double ymin = 0;
    double xmax = 0;
    double ymax = 0;

    [[nodiscard]] bool contains(Point p) const {
        return p.x >= xmin && p.x <= xmax && p.y >= ymin && p.y <= ymax;
    }
    [[nodiscard]] bool intersects(const Extent& other) const {
        return xmin < other.xmax && other.xmin < xmax && ymin < other.ymax && other.ymin < ymax;
    }
    bool operator==(const Extent&) const = default;
};

/// A box of pixels; `column` and `row` count from the grid's upper left corner and may be negative.
struct PixelWindow {
    std::int64_t column = 0;
    std::int64_t row = 0;
    std::int64_t width = 0;
    std::int64_t height = 0;

    [[nodiscard]] bool empty() const { return width <= 0 || height <= 0; }
    [[nodiscard]] std::int64_t num_pixels() const { return empty() ? 0 : width * height; }
    bool operator==(const PixelWindow&) const = default;
};

/// What two windows share; empty (width or height 0) where they do not meet.
[[nodiscard]] inline PixelWindow intersection(const PixelWindow& a, const PixelWindow& b) {
    const std::int64_t column = std::max(a.column, b.column);
    const std::int64_t row = std::max(a.row, b.row);
    return {column, row,
            std::max<std::int64_t>(0, std::min(a.column + a.width, b.column + b.width) - column),
            std::max<std::int64_t>(0, std::min(a.row + a.height, b.row + b.height) - row)};
}

/// A north-up pixel lattice: CRS, upper left corner, pixel size (both positive, CRS units), size.
struct Grid {
    std::string crs_wkt;  ///< WKT2; empty where the CRS is not known
    double origin_x = 0;
    double origin_y = 0;
    double pixel_width = 1;
    double pixel_height = 1;
    std::int64_t width = 0;
    std::int64_t height = 0;

    [[nodiscard]] PixelWindow window() const { return {0, 0, width, height}; }
    [[nodiscard]] Extent extent() const { return extent_of(window()); }
    [[nodiscard]] Extent extent_of(const PixelWindow& w) const {
        return {x_at(static_cast<double>(w.column)), y_at(static_cast<double>(w.row + w.height)),
                x_at(static_cast<double>(w.column + w.width)), y_at(static_cast<double>(w.row))};
    }
    /// CRS coordinate of a column or row number; whole numbers are pixel edges, halves are centres.
    [[nodiscard]] double x_at(double column) const { return origin_x + column * pixel_width; }
    [[nodiscard]] double y_at(double row) const { return origin_y - row * pixel_height; }
    [[nodiscard]] double column_at(double x) const { return (x - origin_x) / pixel_width; }
    [[nodiscard]] double row_at(double y) const { return (origin_y - y) / pixel_height; }
    [[nodiscard]] Point centre_of(std::int64_t column, std::int64_t row) const {
        return {x_at(static_cast<double>(column) + 0.5), y_at(static_cast<double>(row) + 0.5)};
    }
    /// The same lattice cut to a window.
    [[nodiscard]] Grid cut(const PixelWindow& w) const {
        return {crs_wkt,
                x_at(static_cast<double>(w.column)),
                y_at(static_cast<double>(w.row)),
                pixel_width,
                pixel_height,
                w.width,
                w.height};
    }
    bool operator==(const Grid&) const = default;
};

}  // namespace mineprint::geo
