// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/outlines.hpp"

#include <cmath>
#include <utility>

namespace mineprint::report {
namespace {

double distance_to_segment(geo::Point p, geo::Point a, geo::Point b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length2 = dx * dx + dy * dy;
    double along = length2 > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2 : 0;
    along = std::min(1.0, std::max(0.0, along));
    return std::hypot(p.x - a.x - along * dx, p.y - a.y - along * dy);
}

/// One pass of Sutherland and Hodgman: keeps what is inside of one edge of the box.
template <class Inside, class Cross>
geo::Ring cut(const geo::Ring& ring, const Inside& inside, const Cross& cross) {
    geo::Ring kept;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const geo::Point& from = ring[i];
        const geo::Point& to = ring[(i + 1) % ring.size()];
        if (inside(from)) {
            kept.push_back(from);
        }
        if (inside(from) != inside(to)) {
            kept.push_back(cross(from, to));
        }
    }
    return kept;
}

geo::Point at_x(geo::Point a, geo::Point b, double x) {
    return {x, a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x)};
}

geo::Point at_y(geo::Point a, geo::Point b, double y) {
    return {a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y), y};
}

Outline in_tenths(const geo::Ring& ring) {
    Outline outline;
    for (const geo::Point& point : ring) {
        const auto x = static_cast<std::int32_t>(std::lround(point.x * 10));
        const auto y = static_cast<std::int32_t>(std::lround(point.y * 10));
        const std::size_t size = outline.size();
        if (size < 2 || outline[size - 2] != x || outline[size - 1] != y) {
            outline.push_back(x);
            outline.push_back(y);
        }
    }
    return outline;
}

}  // namespace

geo::Ring simplified(const geo::Ring& ring, double tolerance) {
    if (ring.size() < 4) {
        return ring;
    }
    geo::Ring closed = ring;
    closed.push_back(ring.front());
    std::vector<bool> keep(closed.size(), false);
    keep.front() = true;
    std::vector<std::pair<std::size_t, std::size_t>> pending = {{0, closed.size() - 1}};
    while (!pending.empty()) {
        const auto [first, last] = pending.back();
        pending.pop_back();
        double farthest = tolerance;
        std::size_t place = first;
        for (std::size_t i = first + 1; i < last; ++i) {
            const double distance = distance_to_segment(closed[i], closed[first], closed[last]);
            if (distance > farthest) {
                farthest = distance;
                place = i;
            }
        }
        if (place != first) {
            keep[place] = true;
            pending.emplace_back(first, place);
            pending.emplace_back(place, last);
        }
    }
    geo::Ring kept;
    for (std::size_t i = 0; i + 1 < closed.size(); ++i) {
        if (keep[i]) {
            kept.push_back(closed[i]);
        }
    }
    return kept;
}

geo::Ring clipped(const geo::Ring& ring, const geo::Extent& box) {
    geo::Ring kept = cut(
        ring, [&](geo::Point p) { return p.x >= box.xmin; },
        [&](geo::Point a, geo::Point b) { return at_x(a, b, box.xmin); });
    kept = cut(
        kept, [&](geo::Point p) { return p.x <= box.xmax; },
        [&](geo::Point a, geo::Point b) { return at_x(a, b, box.xmax); });
    kept = cut(
        kept, [&](geo::Point p) { return p.y >= box.ymin; },
        [&](geo::Point a, geo::Point b) { return at_y(a, b, box.ymin); });
    return cut(
        kept, [&](geo::Point p) { return p.y <= box.ymax; },
        [&](geo::Point a, geo::Point b) { return at_y(a, b, box.ymax); });
}

std::vector<Outline> outlines(const std::vector<geo::Polygon>& polygons, const geo::Grid& grid,
                              const Cells& cells, double tolerance_cells) {
    const geo::Extent box{0, 0, static_cast<double>(cells.width),
                          static_cast<double>(cells.height)};
    const auto factor = static_cast<double>(cells.factor);
    std::vector<Outline> result;
    for (const geo::Polygon& polygon : polygons) {
        for (geo::Ring ring : polygon.rings) {
            if (!ring.empty() && ring.front() == ring.back()) {
                ring.pop_back();
            }
            for (geo::Point& point : ring) {
                point = {grid.column_at(point.x) / factor, grid.row_at(point.y) / factor};
            }
            Outline outline = in_tenths(simplified(clipped(ring, box), tolerance_cells));
            if (outline.size() >= 6) {
                result.push_back(std::move(outline));
            }
        }
    }
    return result;
}

}  // namespace mineprint::report
