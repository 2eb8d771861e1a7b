// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/tile_log.hpp"

#include <nlohmann/json.hpp>

namespace mineprint::pipeline {

std::string tile_log_line(const Region& region, const TileTask& task, const TileMap& tile,
                          const TileTiming& timing) {
    const nlohmann::ordered_json json{{"region", region.job->name},
                                      {"epoch", region.job->epochs[task.epoch].name},
                                      {"tile", region.tiling.id(task.tile).name()},
                                      {"status", tile.reused ? "reused" : "mapped"},
                                      {"scenes", tile.record.num_scenes},
                                      {"clear_observations", tile.record.num_clear_observations},
                                      {"observed_pixels", tile.record.num_observed_pixels},
                                      {"outside_values", tile.record.num_outside},
                                      {"quarantined", tile.record.quarantined.size()},
                                      {"cost", task.cost},
                                      {"seconds", timing.seconds},
                                      {"reading_seconds", tile.seconds.reading},
                                      {"computing_seconds", tile.seconds.computing},
                                      {"writing_seconds", tile.seconds.writing},
                                      {"rank", timing.rank}};
    return json.dump();
}

}  // namespace mineprint::pipeline
