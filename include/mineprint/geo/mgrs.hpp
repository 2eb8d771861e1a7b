// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "mineprint/geo/grid.hpp"

namespace mineprint::geo {

/// Squares of 100 km of the Military Grid Reference System (such as 47RMN) that hold any of the
/// places (longitude and latitude in degrees), sorted by name. They are what tiles of Sentinel-2
/// are called by. Empty for places beyond the system's UTM part (80° S … 84° N).
[[nodiscard]] std::vector<std::string> mgrs_squares(std::span<const Point> lonlat_deg);

}  // namespace mineprint::geo
