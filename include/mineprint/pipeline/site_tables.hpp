// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mineprint::pipeline {

/// What kind of site it is.
enum class SiteKind : std::uint8_t {
    known = 0,     ///< touches a known mine
    large = 1,     ///< not small
    near = 2,      ///< small, near a known mine or a large site: perhaps a part of it
    isolated = 3,  ///< small and far from both: perhaps a small-scale excavation
};
/// `known`, `large`, `near`, `isolated`.
[[nodiscard]] std::string site_kind_name(SiteKind kind);

/// Where a site lies in a zone layer.
struct SiteZone {
    std::string code;  ///< of the zone that holds most of it; `outside` where that is none
    double share = 0;  ///< of the site's area that lies there
    std::string all;   ///< every zone it lies in with its share: `MMR 62.0 %; CHN 38.0 %`
    bool operator==(const SiteZone&) const = default;
};

/// One mine site. Areas are true ellipsoidal ones.
struct SiteRow {
    std::string id;  ///< `r120c45`: row and column of its first pixel in the region's grid
    SiteKind kind = SiteKind::large;
    std::int64_t num_pixels = 0;         ///< of all epochs together
    double area_km2 = 0;                 ///< of all epochs together
    std::vector<double> target_km2;      ///< [epoch]
    std::vector<double> unobserved_km2;  ///< [epoch] within the site
    std::string first_epoch;             ///< the first that shows it
    std::string last_epoch;              ///< the last that shows it
    double growth_percent = 0;           ///< from the first epoch to the last; NaN: undefined
    double net_gain_km2 = 0;             ///< from the first epoch to the last, of what both observe
    double longitude = 0;                ///< of a place inside it
    double latitude = 0;
    double west = 0;  ///< bounding box; west > east where it crosses the antimeridian
    double south = 0;
    double east = 0;
    double north = 0;
    std::string nearest;          ///< id of the nearest other site; empty where there is none
    double nearest_m = 0;         ///< outline to outline; NaN where there is none
    std::vector<SiteZone> zones;  ///< [layer of polygons]
};

struct SiteTables {
    std::vector<std::string> layers;  ///< the layers of polygons
    std::vector<SiteRow> sites;       ///< by first pixel
};

}  // namespace mineprint::pipeline
