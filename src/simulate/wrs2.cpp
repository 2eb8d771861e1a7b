// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/wrs2.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mineprint::simulate {
namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr double inclination_deg = 98.2;
constexpr int num_paths = 233;
constexpr int num_rows = 248;
constexpr int equator_row = 60;
constexpr double path_1_equator_deg = -64.60;
constexpr double revolutions_per_day = 233.0 / 16.0;
constexpr double one_minus_e2 =
    1.0 - 0.00669437999014;  // WGS 84: geodetic against geocentric latitude

/// How far east of its equator crossing the track is at an angle travelled past it (southwards):
/// the track's own slant, and the turn of the Earth in the time it took.
double drift_deg(double travelled_deg) {
    const double slant =
        std::atan(std::cos(inclination_deg * degree) * std::tan(travelled_deg * degree)) / degree;
    return slant - travelled_deg / revolutions_per_day;
}

double geodetic_deg(double geocentric_deg) {
    return std::atan(std::tan(geocentric_deg * degree) / one_minus_e2) / degree;
}

double geocentric_deg(double geodetic_deg) {
    return std::atan(std::tan(geodetic_deg * degree) * one_minus_e2) / degree;
}

double wrapped_deg(double longitude) { return longitude - 360.0 * std::round(longitude / 360.0); }

}  // namespace

geo::Point wrs2_centre(PathRow place) {
    const double travelled = (place.row - equator_row) * 360.0 / num_rows;
    const double latitude =
        std::asin(-std::sin(travelled * degree) * std::sin(inclination_deg * degree)) / degree;
    const double crossing = path_1_equator_deg - (place.path - 1) * 360.0 / num_paths;
    return {wrapped_deg(crossing + drift_deg(travelled)), geodetic_deg(latitude)};
}

PathRow wrs2_at(geo::Point lonlat) {
    const double sine =
        -std::sin(geocentric_deg(lonlat.y) * degree) / std::sin(inclination_deg * degree);
    const double travelled = std::asin(std::clamp(sine, -1.0, 1.0)) / degree;
    const double crossing = lonlat.x - drift_deg(travelled);
    const int steps = static_cast<int>(
        std::lround(wrapped_deg(path_1_equator_deg - crossing) * num_paths / 360.0));
    return {(steps + num_paths) % num_paths + 1,
            equator_row + static_cast<int>(std::lround(travelled * num_rows / 360.0))};
}

bool passes_on(int path, CyclePhase phase, core::Date date) {
    // The next path to the west comes seven days later.
    const int day = (date.days_since_1970() - 7 * path) % 16;
    return (day + 16) % 16 == static_cast<int>(phase);
}

}  // namespace mineprint::simulate
