// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "mineprint/archive/catalogue.hpp"
#include "mineprint/archive/scene_parts.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::archive {
namespace {

void check_band_count(const gdal_io::RasterInfo& info, const ArchiveOptions& options) {
    if (info.bands.size() != options.bands.size()) {
        throw core::DataError(fmt::format(
            "{} has {} bands, but archive.bands names {}: name every band of the file, in "
            "its order",
            info.path.string(), info.bands.size(), options.bands.size()));
    }
}

}  // namespace

Scene read_image(const ImageItem& item, const ArchiveOptions& options) {
    const gdal_io::RasterReader reader(item.path);
    const gdal_io::RasterInfo& info = reader.info();
    check_band_count(info, options);
    Scene scene;
    scene.id = item.path.string();
    scene.epoch = item.epoch;
    scene.grid = grid_of(info);
    account(scene, item.path);
    int band_number = 0;
    for (const std::string& band : options.bands) {
        const gdal_io::BandInfo& stored = info.bands.at(static_cast<std::size_t>(band_number));
        scene.bands.push_back({band, item.path, ++band_number, options.scale.value_or(stored.scale),
                               options.offset.value_or(stored.offset),
                               options.nodata ? options.nodata : stored.nodata});
    }
    return scene;
}

}  // namespace mineprint::archive
