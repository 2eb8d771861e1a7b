// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "mineprint/archive/scene_files.hpp"
#include "mineprint/archive/scene_loader.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::archive {

/// 1 where all quality layers of a scene accept a pixel of the window that `maps` was made for;
/// everywhere where it has none. Layers that could reject nothing are not opened. Clouds are
/// widened on the layer's own grid, from beyond the window too, so that tiles have no seams. Throws
/// DataError that names the file.
[[nodiscard]] raster::Mask quality_mask(SceneFiles& files, SourceMaps& maps,
                                        std::span<const std::string> bands,
                                        const QualityOptions& options);

}  // namespace mineprint::archive
