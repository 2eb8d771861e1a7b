// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/cloud_mask.hpp"

#include <algorithm>
#include <iterator>

#include "mineprint/archive/quality_mask.hpp"

namespace mineprint::archive {

raster::Mask cloud_mask(SceneFiles& files, const geo::Grid& region,
                        const geo::PixelWindow& window) {
    const Scene& scene = files.scene();
    SourceMaps maps(scene, region, window);
    raster::Mask clouds(window.width, window.height, 0);
    if (scene.quality.empty() || maps.of(1).source_window().empty()) {
        return clouds;
    }
    QualityOptions cloudy;
    cloudy.reject.clear();
    const QualityOptions fill = cloudy;  // which is rejected in any case
    std::ranges::copy_if(default_rejected(), std::back_inserter(cloudy.reject), is_cloud_flag);
    const raster::Mask shown = quality_mask(files, maps, {}, fill);
    const raster::Mask cloudless = quality_mask(files, maps, {}, cloudy);
    for (std::size_t i = 0; i < clouds.size(); ++i) {
        clouds[i] = shown[i] != 0 && cloudless[i] == 0 ? 1 : 0;
    }
    return clouds;
}

}  // namespace mineprint::archive
