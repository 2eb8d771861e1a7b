// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mineprint/pipeline/tile_map.hpp"
#include "mineprint/pipeline/tile_task.hpp"

namespace mineprint::pipeline {

/// What is told of a tile besides its record.
struct TileTiming {
    double seconds = 0;
    int rank = 0;
};

/// The line of `tiles.jsonl` for a tile that a run dealt with.
[[nodiscard]] std::string tile_log_line(const Region& region, const TileTask& task,
                                        const TileMap& tile, const TileTiming& timing);

}  // namespace mineprint::pipeline
