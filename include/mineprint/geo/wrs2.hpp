// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <span>
#include <vector>

#include "mineprint/geo/grid.hpp"

namespace mineprint::geo {

/// A place of the Worldwide Reference System 2, by which Landsat 4 to 9 file their scenes:
/// paths 1 … 233 from east to west, rows 1 … 248 along the orbit, 60 on the equator going south.
struct Wrs2Scene {
    int path = 0;
    int row = 0;
    auto operator<=>(const Wrs2Scene&) const = default;
};

/// Longitude and latitude of the middle of a scene in degrees, from the orbit: 233 orbits in 16
/// days, inclined by 98.2°, path 1 crossing the equator at 64.6° W (Landsat Data Format Control
/// Book). The middles of real scenes lie within 10 km of it, for the satellites drift that far.
[[nodiscard]] Point wrs2_centre(const Wrs2Scene& scene);

/// The scenes by day (rows 1 … 122, going south) that show any of the places (longitude and
/// latitude in degrees), sorted. A scene is taken for a box of 185 by 180 km along its path; real
/// ones differ from it by up to 10 km on each side. Empty beyond 82.7° of latitude.
[[nodiscard]] std::vector<Wrs2Scene> wrs2_scenes(std::span<const Point> lonlat_deg);

}  // namespace mineprint::geo
