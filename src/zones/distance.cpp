// SPDX-License-Identifier: Apache-2.0
#include "mineprint/zones/distance.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

#include <boost/geometry.hpp>
#include <boost/geometry/index/rtree.hpp>

namespace mineprint::zones {
namespace {

namespace bg = boost::geometry;
using Corner = bg::model::point<double, 2, bg::cs::cartesian>;
using Box = bg::model::box<Corner>;

struct Segment {
    geo::Point a;
    geo::Point b;
};
using Entry = std::pair<Box, std::size_t>;
using Tree = bg::index::rtree<Entry, bg::index::quadratic<16>>;

/// Square of the distance of a point from a segment, in metres, where a unit of x and of y is so
/// many metres long.
double square_distance(const Segment& segment, geo::Point p, double x_scale, double y_scale) {
    const double ax = (segment.a.x - p.x) * x_scale;
    const double ay = (segment.a.y - p.y) * y_scale;
    const double dx = (segment.b.x - segment.a.x) * x_scale;
    const double dy = (segment.b.y - segment.a.y) * y_scale;
    const double length2 = dx * dx + dy * dy;
    const double t = length2 > 0 ? std::clamp(-(ax * dx + ay * dy) / length2, 0.0, 1.0) : 0;
    const double x = ax + t * dx;
    const double y = ay + t * dy;
    return x * x + y * y;
}

/// Marks the pixels near segments, block by block: a block none of whose pixels can be near, or all
/// of whose pixels surely are, is done at once; any other is quartered.
class NearMarker {
  public:
    NearMarker(std::span<const geo::Polygon> polygons, double metres, const MetricWindow& metric)
        : metres_(metres),
          metric_(metric),
          mask_(metric.window.width, metric.window.height),
          least_scale_(least(metric)) {
        const geo::Extent extent = metric.grid.extent_of(metric.window);
        const Box reach = box_around({extent.xmin, extent.ymin}, {extent.xmax, extent.ymax});
        std::vector<Entry> entries;
        for (const geo::Polygon& polygon : polygons) {
            for (const geo::Ring& ring : polygon.rings) {
                for (std::size_t i = 0; i < ring.size(); ++i) {
                    const Segment segment{ring[i], ring[(i + 1) % ring.size()]};
                    const Box box = box_of(segment);
                    if (bg::intersects(box, reach)) {
                        entries.emplace_back(box, segments_.size());
                        segments_.push_back(segment);
                    }
                }
            }
        }
        tree_ = Tree(entries);
    }

    [[nodiscard]] raster::Mask mark() {
        if (!segments_.empty() && !metric_.window.empty()) {
            visit({0, 0, metric_.window.width, metric_.window.height});
        }
        return std::move(mask_);
    }

  private:
    struct Scale {
        double x;
        double y;
    };
    /// Scales differ between the pixels of a block by less than this.
    static constexpr double slack = 0.05;

    [[nodiscard]] static Scale least(const MetricWindow& metric) {
        return {*std::min_element(metric.x_scale.begin(), metric.x_scale.end()),
                *std::min_element(metric.y_scale.begin(), metric.y_scale.end())};
    }
    [[nodiscard]] static Box box_of(const Segment& s) {
        return {Corner(std::min(s.a.x, s.b.x), std::min(s.a.y, s.b.y)),
                Corner(std::max(s.a.x, s.b.x), std::max(s.a.y, s.b.y))};
    }
    /// As far around as anything that is near can be.
    [[nodiscard]] Box box_around(geo::Point lower, geo::Point upper) const {
        const double x = metres_ / least_scale_.x;
        const double y = metres_ / least_scale_.y;
        return {Corner(lower.x - x, lower.y - y), Corner(upper.x + x, upper.y + y)};
    }
    [[nodiscard]] geo::Point centre(std::int64_t row, std::int64_t column) const {
        return metric_.grid.centre_of(metric_.window.column + column, metric_.window.row + row);
    }
    [[nodiscard]] std::size_t index(std::int64_t row, std::int64_t column) const {
        return static_cast<std::size_t>(row * metric_.window.width + column);
    }
    [[nodiscard]] bool is_near(const Segment& segment, std::int64_t row, std::int64_t column,
                               double metres) const {
        const std::size_t pixel = index(row, column);
        return square_distance(segment, centre(row, column), metric_.x_scale[pixel],
                               metric_.y_scale[pixel]) <= metres * metres;
    }
    /// Distance from a segment is convex, so the farthest pixel of a block is at a corner.
    [[nodiscard]] bool covers(const Segment& segment, const geo::PixelWindow& block) const {
        const double metres = (1 - slack) * metres_;
        const std::int64_t last_row = block.row + block.height - 1;
        const std::int64_t last_column = block.column + block.width - 1;
        return is_near(segment, block.row, block.column, metres) &&
               is_near(segment, block.row, last_column, metres) &&
               is_near(segment, last_row, block.column, metres) &&
               is_near(segment, last_row, last_column, metres);
    }

    void fill(const geo::PixelWindow& block) {
        for (std::int64_t row = block.row; row < block.row + block.height; ++row) {
            const auto line = mask_.row(row).subspan(static_cast<std::size_t>(block.column),
                                                     static_cast<std::size_t>(block.width));
            std::fill(line.begin(), line.end(), std::uint8_t{1});
        }
    }

    void visit(const geo::PixelWindow& block) {
        const geo::Point upper_left = centre(block.row, block.column);
        const geo::Point lower_right =
            centre(block.row + block.height - 1, block.column + block.width - 1);
        const Box box = box_around({upper_left.x, lower_right.y}, {lower_right.x, upper_left.y});
        std::vector<Entry> found;
        tree_.query(bg::index::intersects(box), std::back_inserter(found));
        if (found.empty()) {
            return;
        }
        const bool single = block.num_pixels() == 1;
        for (const auto& [unused, number] : found) {
            const Segment& segment = segments_[number];
            if (single ? is_near(segment, block.row, block.column, metres_)
                       : covers(segment, block)) {
                fill(block);
                return;
            }
        }
        if (!single) {
            quarter(block);
        }
    }

    void quarter(const geo::PixelWindow& block) {
        const std::int64_t width = (block.width + 1) / 2;
        const std::int64_t height = (block.height + 1) / 2;
        for (std::int64_t row = block.row; row < block.row + block.height; row += height) {
            for (std::int64_t column = block.column; column < block.column + block.width;
                 column += width) {
                visit({column, row, std::min(width, block.column + block.width - column),
                       std::min(height, block.row + block.height - row)});
            }
        }
    }

    double metres_;
    const MetricWindow& metric_;
    raster::Mask mask_;
    Scale least_scale_;
    std::vector<Segment> segments_;
    Tree tree_;
};

}  // namespace

MetricWindow metric_window(const geo::Grid& grid, const geo::PixelWindow& window,
                           const GridShape& shape, std::span<const double> area_m2) {
    MetricWindow metric{grid, window, {}, {}};
    const double unit_area = grid.pixel_width * grid.pixel_height;
    const double semi_major_m = shape.ellipsoid.semi_major_m;
    const double e2 = shape.ellipsoid.flattening * (2 - shape.ellipsoid.flattening);
    constexpr double radians = std::numbers::pi / 180;
    for (std::int64_t row = 0; row < window.height; ++row) {
        const double latitude = grid.centre_of(0, window.row + row).y * radians;
        const double w2 = 1 - e2 * std::sin(latitude) * std::sin(latitude);
        const double along = semi_major_m / std::sqrt(w2) * std::cos(latitude) * radians;
        const double across = semi_major_m * (1 - e2) / (w2 * std::sqrt(w2)) * radians;
        for (std::int64_t column = 0; column < window.width; ++column) {
            const auto pixel = static_cast<std::size_t>(row * window.width + column);
            const double root = std::sqrt(area_m2[pixel] / unit_area);
            metric.x_scale.push_back(static_cast<float>(shape.is_geographic ? along : root));
            metric.y_scale.push_back(static_cast<float>(shape.is_geographic ? across : root));
        }
    }
    return metric;
}

raster::Mask near_edges(std::span<const geo::Polygon> polygons, double metres,
                        const MetricWindow& metric) {
    return NearMarker(polygons, metres, metric).mark();
}

}  // namespace mineprint::zones
