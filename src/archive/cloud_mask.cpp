// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/cloud_mask.hpp"

#include "mineprint/archive/quality.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"

namespace mineprint::archive {

raster::Mask cloud_mask(const Scene& scene, const geo::Grid& region,
                        const geo::PixelWindow& window) {
    const gdal_io::SourceMap map(scene.grid, region, window);
    if (scene.quality == QualityKind::none || map.source_window().empty()) {
        return {window.width, window.height, 0};
    }
    const QualityRule rule = quality_rule(scene.sensor, {}, default_rejected());
    const std::uint16_t fill = pixel_mask(QualityFlag::fill, scene.sensor);
    gdal_io::RasterReader reader(scene.quality_path);
    const auto quality = reader.read<std::uint16_t>(1, map.source_window());
    raster::Mask clouds(quality.width(), quality.height());
    for (std::size_t i = 0; i < clouds.size(); ++i) {
        const bool is_fill = (quality[i] & fill) != 0;
        clouds[i] = !is_fill && (quality[i] & rule.pixel_reject) != 0 ? 1 : 0;
    }
    return map.apply<std::uint8_t>(clouds, 0);
}

}  // namespace mineprint::archive
