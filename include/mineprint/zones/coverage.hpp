// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mineprint/geo/grid.hpp"
#include "mineprint/raster/raster.hpp"
#include "mineprint/zones/accumulator.hpp"
#include "mineprint/zones/zone_layer.hpp"

namespace mineprint::zones {

/// How the pixels of a window are shared out among the zones of a layer.
struct LayerCoverage {
    raster::Mask divided;             ///< 1 where an edge of a polygon goes through the pixel
    std::vector<PartialPixel> parts;  ///< of the divided ones, by pixel, then zone; sums are 1
};

/// The exact part of each pixel that each zone covers, in the plane of the grid. What no zone
/// covers goes to the zone number `layer.zones.size()`, outside. Where zones overlap, the earlier
/// one takes its part and the next what is left, so that the parts of a pixel always sum to 1.
/// @pre outer rings run counter-clockwise and holes clockwise, as the vector reader gives them
[[nodiscard]] LayerCoverage coverage_of(const ZoneLayer& layer, const geo::Grid& grid,
                                        const geo::PixelWindow& window);

}  // namespace mineprint::zones
