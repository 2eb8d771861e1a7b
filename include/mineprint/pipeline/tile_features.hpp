// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/pipeline/tile_composite.hpp"

namespace mineprint::pipeline {

/// All features of a window in the order of the region's schema: what a forest is trained on and
/// what it maps. NaN where a feature is missing. Throws DataError naming a layer that cannot be
/// read.
[[nodiscard]] raster::BandStack window_features(const Region& region, std::size_t epoch,
                                                const geo::PixelWindow& window,
                                                const TileComposite& made);

}  // namespace mineprint::pipeline
