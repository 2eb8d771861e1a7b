// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/archive/scene_files.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::archive {

/// 1 where the quality layers of a scene tell of a cloud or its shadow (the flags that are rejected
/// unless a job says otherwise), on a window of the region's grid, which may reach beyond it; 0
/// elsewhere, and all over where the scene has no quality layer. Throws DataError that names the
/// file.
[[nodiscard]] raster::Mask cloud_mask(SceneFiles& files, const geo::Grid& region,
                                      const geo::PixelWindow& window);

}  // namespace mineprint::archive
