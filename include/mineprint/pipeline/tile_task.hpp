// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "mineprint/pipeline/region.hpp"

namespace mineprint::pipeline {

/// One tile of one region in one epoch: the unit of work of `map`.
struct TileTask {
    std::size_t region = 0;  ///< index
    std::size_t epoch = 0;   ///< index
    std::int64_t tile = 0;   ///< its number in tile order
    double cost = 0;         ///< scene-pixels to be read
};

/// All tiles of all regions as one pool, the costliest first (ties: region, epoch, tile), so that
/// the last ones handed out are short.
[[nodiscard]] std::vector<TileTask> tile_pool(const std::vector<Region>& regions);

}  // namespace mineprint::pipeline
