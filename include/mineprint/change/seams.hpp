// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "mineprint/change/components.hpp"
#include "mineprint/geo/tiling.hpp"

namespace mineprint::change {

/// Equal labels in a row.
struct LabelRun {
    std::int32_t label = no_component;
    std::int32_t length = 0;
    bool operator==(const LabelRun&) const = default;
};

/// The labels along the four edges of a tile, from left to right and from top to bottom; a corner
/// pixel stands in two of them.
struct TileEdges {
    std::vector<LabelRun> top;
    std::vector<LabelRun> bottom;
    std::vector<LabelRun> left;
    std::vector<LabelRun> right;
    bool operator==(const TileEdges&) const = default;
};

[[nodiscard]] TileEdges edges_of(const raster::Raster<std::int32_t>& labels);

/// A component of a tile.
struct TileLabel {
    std::int64_t tile = 0;
    std::int32_t label = 0;
};

/// The place in a scan of the grid, row by row, at which two neighbouring pixels meet: the later
/// one of the two, and where from it the earlier one lies.
enum class Direction : std::uint8_t { above = 0, above_left = 1, above_right = 2, left = 3 };
[[nodiscard]] constexpr std::int64_t meeting_key(std::int64_t pixel_number, Direction direction) {
    return pixel_number * 4 + static_cast<std::int64_t>(direction);
}

/// Two neighbouring pixels in different tiles, both in a component.
struct SeamPair {
    TileLabel later;
    TileLabel earlier;
    std::int64_t key = 0;  ///< meeting_key
};

/// Calls `visit` for every pair of neighbouring pixels that a seam between tiles separates.
/// `edges_at` gives the edges of a tile by its number.
void for_each_seam_pair(const geo::Tiling& tiling, std::int64_t grid_width,
                        const std::function<const TileEdges&(std::int64_t)>& edges_at,
                        Connectivity connectivity,
                        const std::function<void(const SeamPair&)>& visit);

}  // namespace mineprint::change
