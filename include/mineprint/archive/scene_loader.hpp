// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "mineprint/archive/scene.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::archive {

/// What one scene shows of a window: reflectance per band, and where it is clear. A pixel is clear
/// when its quality bits accept it and every band has a value.
struct Observation {
    std::string scene;
    core::Date date;
    raster::BandStack reflectance;
    raster::Mask clear;
};

/// Reads `bands` of a scene on a window of the region's grid (nearest neighbour where the grids
/// differ). Throws DataError naming the file when any of its files is missing or broken.
[[nodiscard]] Observation load_scene(const Scene& scene, std::span<const std::string> bands,
                                     const geo::Grid& region, const geo::PixelWindow& window);

}  // namespace mineprint::archive
