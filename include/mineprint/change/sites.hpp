// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/change/components.hpp"
#include "mineprint/change/seams.hpp"
#include "mineprint/geo/tiling.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::change {

// A site is a largest connected set of pixels that are of the target class at one epoch at least.

/// Pixels side by side, by their place in the grid.
struct PixelRun {
    std::int32_t row = 0;
    std::int32_t begin = 0;  ///< column
    std::int32_t end = 0;    ///< column after the last
    bool operator==(const PixelRun&) const = default;
};

/// How much of a site lies in a zone of a layer.
struct SiteShare {
    std::int32_t layer = 0;
    std::int32_t zone = 0;
    std::int64_t area_mm2 = 0;
    bool operator==(const SiteShare&) const = default;
};

/// A site, or the part of one that a tile holds.
struct Site {
    std::int64_t first_pixel = 0;  ///< the smallest of its pixel numbers in the grid: its identity
    std::int64_t num_pixels = 0;   ///< of all epochs together
    std::int64_t area_mm2 = 0;
    std::vector<std::int64_t> target_mm2;      ///< by epoch
    std::vector<std::int64_t> unobserved_mm2;  ///< by epoch
    /// Target area at the first and at the last epoch, of pixels observed at both.
    std::array<std::int64_t, 2> ends_mm2{};
    bool touches_known = false;     ///< a pixel of it is marked as a known mine
    std::vector<SiteShare> shares;  ///< by layer and zone
    std::vector<PixelRun> runs;     ///< by row, then column
    bool operator==(const Site&) const = default;
};

/// The parts of sites in one tile; the label of a part is its index.
struct SiteTile {
    TileEdges edges;
    std::vector<Site> parts;
    bool operator==(const SiteTile&) const = default;
};

/// What a tile is searched for sites with. All rasters have the window's size.
struct SiteSearch {
    WindowPlace place;
    std::span<const raster::Raster<std::uint8_t>> epochs;
    std::uint8_t target = 0;
    std::uint8_t unobserved = 255;
    std::span<const std::int64_t> area_mm2;
    Connectivity connectivity = Connectivity::eight;
    std::span<const raster::Raster<std::int32_t>> zones;  ///< per layer; negative: in none
    const raster::Mask* known = nullptr;                  ///< known mines; none: nothing is known
};

[[nodiscard]] SiteTile find_parts(const SiteSearch& search);

/// Joins the parts of all tiles, in tile order, to sites; by first pixel.
[[nodiscard]] std::vector<Site> join_sites(const geo::Tiling& tiling, std::int64_t grid_width,
                                           std::span<const SiteTile> tiles,
                                           Connectivity connectivity);

}  // namespace mineprint::change
