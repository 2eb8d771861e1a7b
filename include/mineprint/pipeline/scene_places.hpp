// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/geo/grid.hpp"

namespace mineprint::pipeline {

/// What to ask an archive for: a line with the WRS-2 scenes of Landsat that show a region, and one
/// with the MGRS squares by which tiles of Sentinel-2 and HLS are called. Of more than a hundred
/// only the number is told. Places are looked at every 20 km, or at 100 along each axis of a larger
/// region.
[[nodiscard]] std::vector<std::string> scene_place_lines(const geo::Grid& grid);

}  // namespace mineprint::pipeline
