// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/sun.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mineprint::simulate {
namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr double days_per_year = 365.25;

}  // namespace

SunPosition sun_at(geo::Point lonlat, core::Date date) {
    const double day = date.day_of_year();
    const double declination =
        -23.44 * degree * std::cos(2 * std::numbers::pi * (day + 10.0) / days_per_year);
    const double hour_angle = (overpass_hour - 12.0) * 15.0 * degree;
    const double latitude = lonlat.y * degree;
    const double sine = std::sin(latitude) * std::sin(declination) +
                        std::cos(latitude) * std::cos(declination) * std::cos(hour_angle);
    const double elevation = std::asin(std::clamp(sine, -1.0, 1.0));
    const double east = -std::cos(declination) * std::sin(hour_angle);
    const double north = std::sin(declination) * std::cos(latitude) -
                         std::cos(declination) * std::sin(latitude) * std::cos(hour_angle);
    return {std::atan2(east, north) / degree, elevation / degree,
            1.0 - 0.01672 * std::cos(2 * std::numbers::pi * (day - 4.0) / days_per_year)};
}

double greenness(double latitude_deg, core::Date date, double amplitude) {
    const double peak_day = latitude_deg >= 0 ? 232.0 : 50.0;
    return 1.0 + amplitude * std::cos(2 * std::numbers::pi * (date.day_of_year() - peak_day) /
                                      days_per_year);
}

}  // namespace mineprint::simulate
