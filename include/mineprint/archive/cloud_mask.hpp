// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/archive/scene.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::archive {

/// 1 where a scene shows a cloud, its shadow or whatever else its quality layer rejects (but for
/// fill), on a window of the region's grid, which may reach beyond it; 0 elsewhere and all over
/// where the scene has no quality layer. Throws DataError that names the file.
[[nodiscard]] raster::Mask cloud_mask(const Scene& scene, const geo::Grid& region,
                                      const geo::PixelWindow& window);

}  // namespace mineprint::archive
