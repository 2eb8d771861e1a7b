// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mineprint/archive/quality.hpp"
#include "mineprint/archive/scene.hpp"
#include "mineprint/archive/scene_files.hpp"
#include "mineprint/raster/raster.hpp"
#include "mineprint/raster/scaled_raster.hpp"

namespace mineprint::archive {

/// What one scene shows of a window: reflectance per band, and where it is clear. A pixel is clear
/// when its quality bits accept it and every band has a value.
struct Observation {
    std::string scene;
    core::Date date;
    raster::ScaledStack reflectance;
    raster::Mask clear;
    std::int64_t num_outside = 0;  ///< values of clear pixels below 0 or above 1, over all bands
};

/// Reads `bands` of a scene on a window of the region's grid (nearest neighbour where the grids
/// differ). Reflectance is float(stored value × scale + offset) worked out in double precision,
/// kept as it is below 0 and above 1, and counted there. Where no pixel of the window is clear by
/// its quality bits, no band is read and all reflectance is NaN. Throws DataError that names the
/// file when any of its files is missing, broken, or has another grid than the scene.
[[nodiscard]] Observation load_scene(SceneFiles& files, std::span<const std::string> bands,
                                     const geo::Grid& region, const geo::PixelWindow& window,
                                     const QualityOptions& quality = {});
/// The same with files that are opened for this once.
[[nodiscard]] Observation load_scene(const Scene& scene, std::span<const std::string> bands,
                                     const geo::Grid& region, const geo::PixelWindow& window,
                                     const QualityOptions& quality = {});

}  // namespace mineprint::archive
