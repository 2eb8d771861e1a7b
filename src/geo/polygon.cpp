// SPDX-License-Identifier: Apache-2.0
#include "mineprint/geo/polygon.hpp"

#include <algorithm>
#include <limits>

namespace mineprint::geo {
namespace {

struct Edge {
    Point upper;  ///< the end with the larger y
    Point lower;
};

/// Calls `visit` for every edge that is not horizontal.
template <class Visit>
void for_each_edge(const Polygon& polygon, Visit&& visit) {
    for (const Ring& ring : polygon.rings) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point a = ring[i];
            const Point b = ring[(i + 1) % ring.size()];
            if (a.y != b.y) {
                visit(a.y > b.y ? Edge{a, b} : Edge{b, a});
            }
        }
    }
}

/// A row at height y crosses an edge where lower.y < y <= upper.y: an upper edge belongs inside.
bool crosses(const Edge& edge, double y) { return y > edge.lower.y && y <= edge.upper.y; }

double crossing_x(const Edge& edge, double y) {
    const double t = (y - edge.lower.y) / (edge.upper.y - edge.lower.y);
    return edge.lower.x + t * (edge.upper.x - edge.lower.x);
}

/// Edges by the first row of the window whose centre they cross.
std::vector<std::vector<Edge>> edges_by_first_row(const Polygon& polygon, const Grid& grid,
                                                  const PixelWindow& window) {
    std::vector<std::vector<Edge>> rows(static_cast<std::size_t>(window.height));
    for_each_edge(polygon, [&](const Edge& edge) {
        // One row early, so that rounding in row_at loses no edge; `crosses` decides.
        const double first = std::floor(grid.row_at(edge.upper.y) - 0.5);
        const double last = std::ceil(grid.row_at(edge.lower.y) - 0.5);
        const auto top = static_cast<double>(window.row);
        if (last < top || first >= top + static_cast<double>(window.height)) {
            return;
        }
        rows[static_cast<std::size_t>(std::max(0.0, first - top))].push_back(edge);
    });
    return rows;
}

/// The first column whose centre is at or right of x, kept to the window.
std::int64_t first_column(const Grid& grid, const PixelWindow& window, double x) {
    const auto begin = static_cast<double>(window.column);
    const auto end = static_cast<double>(window.column + window.width);
    auto column =
        static_cast<std::int64_t>(std::clamp(std::ceil(grid.column_at(x) - 0.5), begin, end));
    // Division may round either way; the comparison of coordinates decides.
    while (column > window.column && grid.centre_of(column - 1, 0).x >= x) {
        --column;
    }
    while (column < window.column + window.width && grid.centre_of(column, 0).x < x) {
        ++column;
    }
    return column;
}

}  // namespace

Extent Polygon::extent() const {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    Extent box{infinity, infinity, -infinity, -infinity};
    for (const Ring& ring : rings) {
        for (const Point p : ring) {
            box = {std::min(box.xmin, p.x), std::min(box.ymin, p.y), std::max(box.xmax, p.x),
                   std::max(box.ymax, p.y)};
        }
    }
    return box;
}

bool Polygon::contains(Point p) const {
    bool inside = false;
    for_each_edge(*this, [&](const Edge& edge) {
        if (crosses(edge, p.y) && crossing_x(edge, p.y) <= p.x) {
            inside = !inside;
        }
    });
    return inside;
}

void scan(const Polygon& polygon, const Grid& grid, const PixelWindow& window,
          const std::function<void(std::int64_t, std::int64_t, std::int64_t)>& span) {
    if (window.empty()) {
        return;
    }
    const auto starting = edges_by_first_row(polygon, grid, window);
    std::vector<Edge> active;
    std::vector<double> crossings;
    for (std::int64_t i = 0; i < window.height; ++i) {
        const auto& begun = starting[static_cast<std::size_t>(i)];
        active.insert(active.end(), begun.begin(), begun.end());
        const double y = grid.centre_of(0, window.row + i).y;
        std::erase_if(active, [y](const Edge& edge) { return edge.lower.y >= y; });
        crossings.clear();
        for (const Edge& edge : active) {
            if (crosses(edge, y)) {
                crossings.push_back(crossing_x(edge, y));
            }
        }
        std::sort(crossings.begin(), crossings.end());
        for (std::size_t pair = 0; pair + 1 < crossings.size(); pair += 2) {
            const std::int64_t begin = first_column(grid, window, crossings[pair]);
            const std::int64_t end = first_column(grid, window, crossings[pair + 1]);
            if (begin < end) {
                span(window.row + i, begin, end);
            }
        }
    }
}

}  // namespace mineprint::geo
