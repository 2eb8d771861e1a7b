// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "mineprint/archive/scene.hpp"
#include "mineprint/pipeline/job.hpp"

namespace mineprint::pipeline {

/// The region's grid: what the job says, and for the rest the archive: the CRS most scenes have
/// (the first of equals), the pixel size and lattice of the first scene in it, the extent of all
/// scenes. Throws DataError naming the option to give when the result is empty or absurdly large.
[[nodiscard]] geo::Grid choose_grid(const GridOptions& options,
                                    std::span<const archive::Scene> scenes);

/// A scene's extent in another CRS: the box around its outline, with points along the edges.
[[nodiscard]] geo::Extent extent_in(const geo::Grid& grid, const std::string& crs_wkt);

}  // namespace mineprint::pipeline
