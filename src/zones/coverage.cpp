// SPDX-License-Identifier: Apache-2.0
#include "mineprint/zones/coverage.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace mineprint::zones {
namespace {

/// Signed areas left behind by the edges of rings: an edge adds, in each row it passes, the area to
/// its right. What has accumulated in a pixel after all edges of a polygon is the part of it that
/// the polygon covers.
class AreaBuffer {
  public:
    AreaBuffer(const geo::Grid& grid, const geo::PixelWindow& window)
        : grid_(grid),
          window_(window),
          own_(window.width, window.height),
          passed_on_(window.width, window.height),
          touched_(window.width, window.height) {}

    void add(const geo::Polygon& polygon) {
        for (const geo::Ring& ring : polygon.rings) {
            for (std::size_t i = 0; i < ring.size(); ++i) {
                add_edge(to_pixels(ring[i]), to_pixels(ring[(i + 1) % ring.size()]));
            }
        }
    }

    /// Calls `visit(pixel, fraction)` for every pixel an edge goes through.
    template <class Visit>
    void for_each_touched(const Visit& visit) const {
        for (std::int64_t row = 0; row < window_.height; ++row) {
            double before = 0;
            for (std::int64_t column = 0; column < window_.width; ++column) {
                before += passed_on_(row, column);
                if (touched_(row, column) != 0) {
                    visit(static_cast<std::size_t>(row * window_.width + column),
                          std::clamp(before + own_(row, column), 0.0, 1.0));
                }
            }
        }
    }

  private:
    [[nodiscard]] geo::Point to_pixels(geo::Point point) const {
        return {grid_.column_at(point.x) - static_cast<double>(window_.column),
                grid_.row_at(point.y) - static_cast<double>(window_.row)};
    }

    /// Rows go down, so that the covered side of a ring that runs counter-clockwise on the map is
    /// to the right of an edge that goes down.
    void add_edge(geo::Point a, geo::Point b) {
        if (a.y == b.y) {
            touch_row(a, b);
            return;
        }
        const double sign = a.y < b.y ? 1 : -1;
        if (a.y > b.y) {
            std::swap(a, b);
        }
        const auto height = static_cast<double>(window_.height);
        const double top = std::max(a.y, 0.0);
        const double bottom = std::min(b.y, height);
        for (double y = top; y < bottom;) {
            const double next = std::min(bottom, std::floor(y) + 1);
            const double slope = (b.x - a.x) / (b.y - a.y);
            const auto row = static_cast<std::int64_t>(y);
            add_in_row(row, a.x + (y - a.y) * slope, a.x + (next - a.y) * slope, next - y, sign);
            y = next;
        }
    }

    /// A piece of an edge within one row, from x0 to x1 while it goes down by `drop`.
    void add_in_row(std::int64_t row, double x0, double x1, double drop, double sign) {
        if (x0 > x1) {
            std::swap(x0, x1);
        }
        const auto width = static_cast<double>(window_.width);
        const double per_x = x1 > x0 ? drop / (x1 - x0) : 0;
        if (x0 < 0) {
            const double part = x1 <= 0 ? drop : -x0 * per_x;
            passed_on_(row, 0) += sign * part;
            if (x1 <= 0) {
                return;
            }
            drop -= part;
            x0 = 0;
        }
        if (x0 == x1) {
            add_in_pixel(row, x0, x0, sign * drop);
            return;
        }
        for (double x = x0; x < std::min(x1, width);) {
            const double next = std::min(x1, std::floor(x) + 1);
            add_in_pixel(row, x, next, sign * per_x * (next - x));
            x = next;
        }
    }

    void add_in_pixel(std::int64_t row, double x0, double x1, double drop) {
        const auto column = static_cast<std::int64_t>(x0);
        if (column >= window_.width) {
            return;
        }
        const double middle = 0.5 * (x0 + x1) - static_cast<double>(column);
        own_(row, column) += drop * (1 - middle);
        touched_(row, column) = 1;
        if (column + 1 < window_.width) {
            passed_on_(row, column + 1) += drop;
        }
    }

    /// A level edge covers nothing, but pixels it goes through may be divided.
    void touch_row(geo::Point a, geo::Point b) {
        const double row = std::floor(a.y);
        if (row == a.y || row < 0 || row >= static_cast<double>(window_.height)) {
            return;
        }
        const auto width = static_cast<double>(window_.width);
        const double begin = std::clamp(std::floor(std::min(a.x, b.x)), 0.0, width);
        const double end = std::clamp(std::ceil(std::max(a.x, b.x)), 0.0, width);
        for (auto column = static_cast<std::int64_t>(begin);
             column < static_cast<std::int64_t>(end); ++column) {
            touched_(static_cast<std::int64_t>(row), column) = 1;
        }
    }

    const geo::Grid& grid_;
    geo::PixelWindow window_;
    raster::Raster<double> own_;
    raster::Raster<double> passed_on_;  ///< what every pixel from this one on gets
    raster::Mask touched_;
};

/// The part of a window that a polygon's box meets.
geo::PixelWindow window_of(const geo::Polygon& polygon, const geo::Grid& grid,
                           const geo::PixelWindow& window) {
    const geo::Extent box = polygon.extent();
    const auto left = static_cast<double>(window.column);
    const auto right = static_cast<double>(window.column + window.width);
    const auto top = static_cast<double>(window.row);
    const auto bottom = static_cast<double>(window.row + window.height);
    const auto at = [](double value, double least, double most) {
        return static_cast<std::int64_t>(std::clamp(value, least, most));
    };
    const std::int64_t column = at(std::floor(grid.column_at(box.xmin)), left, right);
    const std::int64_t row = at(std::floor(grid.row_at(box.ymax)), top, bottom);
    return {column, row, at(std::ceil(grid.column_at(box.xmax)), left, right) - column,
            at(std::ceil(grid.row_at(box.ymin)), top, bottom) - row};
}

/// Calls `visit(pixel, fraction)` for the pixels of a window that a polygon's edges go through, in
/// their order.
template <class Visit>
void divide(const geo::Polygon& polygon, const geo::Grid& grid, const geo::PixelWindow& window,
            const Visit& visit) {
    const geo::PixelWindow own = window_of(polygon, grid, window);
    if (own.empty()) {
        return;
    }
    AreaBuffer buffer(grid, own);
    buffer.add(polygon);
    buffer.for_each_touched([&](std::size_t place, double fraction) {
        const auto row = static_cast<std::int64_t>(place) / own.width + own.row - window.row;
        const auto column =
            static_cast<std::int64_t>(place) % own.width + own.column - window.column;
        visit(static_cast<std::size_t>(row * window.width + column), fraction);
    });
}

/// Calls `visit(pixel)` for the pixels of a window whose centres lie inside.
template <class Visit>
void for_each_inside(const geo::Polygon& polygon, const geo::Grid& grid,
                     const geo::PixelWindow& window, const Visit& visit) {
    geo::scan(polygon, grid, window, [&](std::int64_t row, std::int64_t begin, std::int64_t end) {
        for (std::int64_t column = begin; column < end; ++column) {
            visit(static_cast<std::size_t>((row - window.row) * window.width + column -
                                           window.column));
        }
    });
}

}  // namespace

LayerCoverage coverage_of(const ZoneLayer& layer, const geo::Grid& grid,
                          const geo::PixelWindow& window) {
    LayerCoverage coverage;
    coverage.divided = raster::Mask(window.width, window.height);
    std::vector<std::map<std::size_t, double>> parts(layer.zones.size());  // by zone and pixel
    std::vector<std::vector<std::size_t>> touched;                         // by polygon, sorted
    for (std::size_t zone = 0; zone < layer.zones.size(); ++zone) {
        for (const geo::Polygon& polygon : layer.zones[zone].parts) {
            auto& own = touched.emplace_back();
            divide(polygon, grid, window, [&](std::size_t pixel, double fraction) {
                own.push_back(pixel);
                coverage.divided[pixel] = 1;
                parts[zone][pixel] += fraction;
            });
        }
    }
    // A pixel that one polygon's border divides may lie wholly within another.
    auto polygon_touched = touched.begin();
    for (std::size_t zone = 0; zone < layer.zones.size(); ++zone) {
        for (const geo::Polygon& polygon : layer.zones[zone].parts) {
            const auto& own = *polygon_touched++;
            for_each_inside(polygon, grid, window, [&](std::size_t pixel) {
                if (coverage.divided[pixel] != 0 &&
                    !std::binary_search(own.begin(), own.end(), pixel)) {
                    parts[zone][pixel] += 1;
                }
            });
        }
    }
    std::map<std::size_t, double> left;
    std::vector<PartialPixel>& list = coverage.parts;
    for (std::size_t zone = 0; zone < parts.size(); ++zone) {
        for (const auto& [pixel, part] : parts[zone]) {
            double& room = left.emplace(pixel, 1.0).first->second;
            const double taken = std::min(part, room);
            room -= taken;
            list.push_back(
                {static_cast<std::int32_t>(pixel), static_cast<std::int32_t>(zone), taken});
        }
    }
    for (const auto& [pixel, room] : left) {
        list.push_back({static_cast<std::int32_t>(pixel),
                        static_cast<std::int32_t>(layer.zones.size()), room});
    }
    std::stable_sort(list.begin(), list.end(), [](const PartialPixel& a, const PartialPixel& b) {
        return a.pixel < b.pixel;
    });
    return coverage;
}

}  // namespace mineprint::zones
