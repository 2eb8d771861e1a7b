// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/tile_task.hpp"

#include <algorithm>

namespace mineprint::pipeline {

std::vector<TileTask> tile_pool(const std::vector<Region>& regions) {
    std::vector<TileTask> tasks;
    for (std::size_t r = 0; r < regions.size(); ++r) {
        for (std::size_t epoch = 0; epoch < regions[r].job->epochs.size(); ++epoch) {
            for (std::int64_t tile = 0; tile < regions[r].tiling.num_tiles(); ++tile) {
                const auto window = regions[r].tiling.window(tile);
                const auto num_scenes = regions[r].scenes_for(epoch, window).size();
                tasks.push_back({r, epoch, tile,
                                 static_cast<double>(num_scenes + 1) *
                                     static_cast<double>(window.num_pixels())});
            }
        }
    }
    std::stable_sort(tasks.begin(), tasks.end(),
                     [](const TileTask& a, const TileTask& b) { return a.cost > b.cost; });
    return tasks;
}

}  // namespace mineprint::pipeline
