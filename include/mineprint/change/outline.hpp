// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/change/sites.hpp"

namespace mineprint::change {

/// A corner of pixels: column and row of the pixel to its lower right.
struct Corner {
    std::int32_t column = 0;
    std::int32_t row = 0;
    bool operator==(const Corner&) const = default;
};
using CornerRing = std::vector<Corner>;

/// An outer ring and the holes in it. Rings are closed without repeating the first corner, have a
/// corner only where they turn, and, seen with rows going down, outer ones run counter-clockwise
/// and holes clockwise.
struct OutlinePolygon {
    CornerRing outer;
    std::vector<CornerRing> holes;
    bool operator==(const OutlinePolygon&) const = default;
};

struct Outline {
    /// One for each part that hangs together by edges, so that all are valid as simple features:
    /// parts that meet in a corner are polygons that touch in a point.
    std::vector<OutlinePolygon> polygons;
    std::vector<Corner> boundary;  ///< every corner of a pixel on the boundary, each once
};

/// The exact outline of a set of pixels, given as runs by row, then column, without overlap.
[[nodiscard]] Outline outline_of(std::span<const PixelRun> runs);

}  // namespace mineprint::change
