// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/core/date.hpp"
#include "mineprint/geo/grid.hpp"

namespace mineprint::simulate {

/// A place in the Worldwide Reference System 2 of Landsat 4–9.
struct PathRow {
    int path = 1;  ///< 1 … 233, westwards
    int row = 1;   ///< 1 … 248, along the orbit; 60 is the equator, going south
    auto operator<=>(const PathRow&) const = default;
};

/// Nominal centre of a path and row (daytime, rows 1 … 122), longitude and latitude in degrees,
/// from orbit geometry: a circular orbit of inclination 98.2 degrees that closes after 233
/// revolutions in 16 days, path 1 crossing the equator at 64.60 degrees west. Within 0.1 degrees of
/// the USGS's own.
[[nodiscard]] geo::Point wrs2_centre(PathRow place);

/// The frame whose row centre is nearest in latitude and whose ground track is nearest there.
/// Longitude and latitude in degrees, latitude within ±80.
[[nodiscard]] PathRow wrs2_at(geo::Point lonlat);

/// The day of the 16-day cycle, 0 … 15, on which a satellite passes along a path.
enum class CyclePhase : int { landsat_5_8 = 15, landsat_7_9 = 7 };

/// Whether a satellite of that phase acquires this path on this day.
[[nodiscard]] bool passes_on(int path, CyclePhase phase, core::Date date);

}  // namespace mineprint::simulate
