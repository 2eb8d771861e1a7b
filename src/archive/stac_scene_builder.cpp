// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "mineprint/archive/scene_parts.hpp"
#include "mineprint/archive/stac_item.hpp"

namespace mineprint::archive {

std::filesystem::path StacSceneBuilder::place(const std::string& key, std::vector<Part>& parts) {
    const AssetFile file = item_.file(key, options_);
    if (!file.remote) {
        if (!account(scene_, file.path)) {
            return {};
        }
        parts.push_back({key, grid_of(gdal_io::RasterReader(file.path).info())});
        return file.path;
    }
    const auto grid = item_.grid(key);
    parts.push_back({key, grid ? *grid : grid_of(gdal_io::RasterReader(file.path).info())});
    return file.path;
}

void StacSceneBuilder::add_band(const std::string& key, BandFile band) {
    const bool wanted =
        std::find(options_.bands.begin(), options_.bands.end(), band.band) != options_.bands.end();
    if (!wanted && !item_.is_reachable(key, options_)) {
        return;
    }
    band.path = place(key, band_parts_);
    if (!band.path.empty()) {
        scene_.bands.push_back(std::move(band));
    } else if (wanted) {
        item_.fail(fmt::format("the file {} of its band '{}' is not there",
                               item_.file(key, options_).path.string(), band.band));
    }
}

void StacSceneBuilder::add_quality(const std::string& key, QualityKind kind) {
    const bool essential =
        kind == QualityKind::landsat_pixel || kind == QualityKind::sentinel2_scene;
    if (!essential && !item_.is_reachable(key, options_)) {
        return;
    }
    const std::filesystem::path path = place(key, quality_parts_);
    if (path.empty() && !essential) {
        return;
    }
    if (path.empty()) {
        item_.fail(fmt::format("the file {} of its asset '{}' is not there",
                               item_.file(key, options_).path.string(), key));
    }
    scene_.quality.push_back({kind, path});
}

Scene StacSceneBuilder::finish() {
    require_bands(scene_, options_.bands);
    const auto finest = std::min_element(
        band_parts_.begin(), band_parts_.end(),
        [](const Part& a, const Part& b) { return a.grid.pixel_width < b.grid.pixel_width; });
    scene_.grid = finest->grid;
    const auto coarseness = [&](const Part& part) {
        return coarseness_of(part.grid, scene_.grid,
                             fmt::format("{}, asset '{}'", scene_.id, part.key));
    };
    for (std::size_t i = 0; i < band_parts_.size(); ++i) {
        scene_.bands[i].coarseness = coarseness(band_parts_[i]);
    }
    for (std::size_t i = 0; i < quality_parts_.size(); ++i) {
        scene_.quality[i].coarseness = coarseness(quality_parts_[i]);
    }
    return std::move(scene_);
}

}  // namespace mineprint::archive
