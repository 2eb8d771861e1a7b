// SPDX-License-Identifier: Apache-2.0
#include "mineprint/geo/cartesian.hpp"

#include <cmath>
#include <numbers>

namespace mineprint::geo {

std::array<double, 3> to_cartesian(const Ellipsoid& ellipsoid, Point lonlat_deg) {
    constexpr double radians = std::numbers::pi / 180;
    const double longitude = lonlat_deg.x * radians;
    const double latitude = lonlat_deg.y * radians;
    const double e2 = ellipsoid.flattening * (2 - ellipsoid.flattening);
    const double sine = std::sin(latitude);
    const double normal_m = ellipsoid.semi_major_m / std::sqrt(1 - e2 * sine * sine);
    return {normal_m * std::cos(latitude) * std::cos(longitude),
            normal_m * std::cos(latitude) * std::sin(longitude), normal_m * (1 - e2) * sine};
}

}  // namespace mineprint::geo
