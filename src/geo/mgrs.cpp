// SPDX-License-Identifier: Apache-2.0
#include "mineprint/geo/mgrs.hpp"

#include <GeographicLib/MGRS.hpp>
#include <GeographicLib/UTMUPS.hpp>
#include <set>

namespace mineprint::geo {

std::vector<std::string> mgrs_squares(std::span<const Point> lonlat_deg) {
    using GeographicLib::MGRS;
    using GeographicLib::UTMUPS;
    std::set<std::string> found;
    for (const Point& place : lonlat_deg) {
        int zone = 0;
        bool is_north = false;
        double x = 0;
        double y = 0;
        UTMUPS::Forward(place.y, place.x, zone, is_north, x, y);
        if (zone == UTMUPS::UPS) {
            continue;
        }
        std::string square;
        constexpr int whole_squares = 0;
        MGRS::Forward(zone, is_north, x, y, place.y, whole_squares, square);
        found.insert(square);
    }
    return {found.begin(), found.end()};
}

}  // namespace mineprint::geo
