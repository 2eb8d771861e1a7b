// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/pipeline/job.hpp"
#include "mineprint/zones/zone_layer.hpp"

namespace mineprint::pipeline {

struct ZoneSource {
    std::vector<zones::ZoneLayer> layers;  ///< `region` first, then as in the job
    std::vector<std::string> notes;        ///< repairs, features without a code
};

/// Reads the zone layers of a region on its grid; zones whose box does not meet the grid are left
/// out. Throws DataError naming the layer: no file, no CRS, no code field, no zone that meets the
/// grid.
[[nodiscard]] ZoneSource read_zones(const RegionJob& job, const geo::Grid& grid);

}  // namespace mineprint::pipeline
