// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mineprint/geo/grid.hpp"
#include "mineprint/geo/polygon.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::zones {

struct Zone {
    std::string code;
    std::string name;
    std::vector<geo::Polygon>
        parts;  ///< all features with this code; empty for the `region` layer's zone
};

/// A set of zones. Where two overlap, a pixel belongs to the one that comes first; zones are
/// ordered by code.
struct ZoneLayer {
    std::string name;
    std::vector<Zone> zones;
    bool whole_region = false;  ///< the layer `region`: every pixel belongs to its one zone

    [[nodiscard]] static ZoneLayer region(const std::string& title);
};

inline constexpr std::int32_t outside = -1;

/// The zone index of each pixel of a window, by pixel centre; `outside` where there is none.
/// `num_overlaps` (if given) is raised by the number of pixels that a later zone claims as well.
[[nodiscard]] raster::Raster<std::int32_t> zone_raster(const ZoneLayer& layer,
                                                       const geo::Grid& grid,
                                                       const geo::PixelWindow& window,
                                                       std::int64_t* num_overlaps = nullptr);

}  // namespace mineprint::zones
