// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "mineprint/geo/grid.hpp"

namespace mineprint::geo {

/// A closed line; the last point need not repeat the first.
using Ring = std::vector<Point>;

/// Any number of rings: a point is inside when a ray from it crosses them an odd number of times,
/// so outer rings, holes and several parts need no marks.
struct Polygon {
    std::vector<Ring> rings;

    [[nodiscard]] Extent extent() const;
    [[nodiscard]] bool contains(Point p) const;
};

/// Calls `span(row, column_begin, column_end)` for each run of pixels in `window` whose centres lie
/// inside; rows from top to bottom, columns from left to right. Edges are half open (a centre on a
/// left or upper edge is inside), so polygons that share an edge share no pixel and leave none out.
/// The answer for a pixel depends on the grid alone, not on the window.
void scan(const Polygon& polygon, const Grid& grid, const PixelWindow& window,
          const std::function<void(std::int64_t, std::int64_t, std::int64_t)>& span);

}  // namespace mineprint::geo
