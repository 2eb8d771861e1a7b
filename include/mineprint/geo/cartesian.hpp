// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "mineprint/geo/pixel_area.hpp"

namespace mineprint::geo {

/// Geocentric coordinates in metres of a place on the ellipsoid, by longitude and latitude in
/// degrees. Straight distances between them hold across the antimeridian and at the poles; below
/// 100 km they are shorter than the way on the ground by less than 1.1e-5 of it.
[[nodiscard]] std::array<double, 3> to_cartesian(const Ellipsoid& ellipsoid, Point lonlat_deg);

}  // namespace mineprint::geo
