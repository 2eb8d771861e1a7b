// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/core/date.hpp"
#include "mineprint/geo/grid.hpp"

namespace mineprint::simulate {

/// Local solar time at which Landsat passes, in hours.
inline constexpr double overpass_hour = 10.2;

struct SunPosition {
    double azimuth_deg = 0;  ///< clockwise from north
    double elevation_deg = 0;
    double distance_au = 1;
};

/// The sun at the overpass; good to a degree or two (declination and distance by one cosine each).
[[nodiscard]] SunPosition sun_at(geo::Point lonlat, core::Date date);

/// 1 on average; how green vegetation is on that day, between 1-`amplitude` and 1+`amplitude`,
/// highest two months after the summer solstice of its hemisphere.
[[nodiscard]] double greenness(double latitude_deg, core::Date date, double amplitude);

}  // namespace mineprint::simulate
