// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mineprint/geo/grid.hpp"
#include "mineprint/geo/polygon.hpp"
#include "mineprint/report/overview.hpp"

namespace mineprint::report {

/// A ring in tenths of a cell from the upper left corner of the map: x₀, y₀, x₁, y₁ … with y down;
/// the last point is not the first one again.
using Outline = std::vector<std::int32_t>;

/// A line drawn with fewer points, none farther than `tolerance` from it (Douglas & Peucker 1973).
[[nodiscard]] geo::Ring simplified(const geo::Ring& ring, double tolerance);

/// The part of a ring inside a box (Sutherland & Hodgman 1974); empty where there is none. Edges
/// along the box take the place of what is cut off.
[[nodiscard]] geo::Ring clipped(const geo::Ring& ring, const geo::Extent& box);

/// The rings of polygons as one draws them on a map: cut off at its edge, without detail
/// below `tolerance_cells`, rings without area left out.
[[nodiscard]] std::vector<Outline> outlines(const std::vector<geo::Polygon>& polygons,
                                            const geo::Grid& grid, const Cells& cells,
                                            double tolerance_cells);

}  // namespace mineprint::report
