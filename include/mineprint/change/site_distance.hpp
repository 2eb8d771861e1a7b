// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace mineprint::change {

/// Geocentric coordinates in metres.
using SpacePoint = std::array<double, 3>;

/// Points that stand for the outline of a site.
using SitePoints = std::vector<SpacePoint>;

struct Neighbour {
    std::size_t site = 0;
    double distance_m = 0;  ///< straight, from point to point
};

/// For each site the nearest other one among those with `is_candidate`; nothing where there is
/// none. Of several as near, any; the distance is the same.
[[nodiscard]] std::vector<std::optional<Neighbour>> nearest_sites(
    std::span<const SitePoints> sites, const std::vector<bool>& is_candidate);

}  // namespace mineprint::change
