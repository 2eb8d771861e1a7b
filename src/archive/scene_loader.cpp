// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/scene_loader.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "mineprint/archive/band_reader.hpp"
#include "mineprint/archive/quality_mask.hpp"
#include "mineprint/archive/scene_files.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"

namespace mineprint::archive {
namespace {

constexpr float no_value = std::numeric_limits<float>::quiet_NaN();

/// The bands asked for, in order; throws where the scene lacks one.
std::vector<const BandFile*> find_bands(const Scene& scene, std::span<const std::string> bands) {
    std::vector<const BandFile*> found;
    for (const std::string& band : bands) {
        found.push_back(scene.find(band));
        if (found.back() == nullptr) {
            throw core::DataError(fmt::format("the scene {} has no band '{}'", scene.id, band));
        }
    }
    return found;
}

bool any(const raster::Mask& mask) {
    const auto values = mask.values();
    return std::any_of(values.begin(), values.end(), [](std::uint8_t value) { return value != 0; });
}

/// The reading of saturated values: they are no values, unless saturation is accepted.
BandFile band_to_read(const BandFile& band, const QualityOptions& quality) {
    BandFile result = band;
    if (std::find(quality.reject.begin(), quality.reject.end(), QualityFlag::saturated) ==
        quality.reject.end()) {
        result.saturated.reset();
    }
    return result;
}

std::int64_t count_outside(const raster::BandStack& reflectance, const raster::Mask& clear) {
    std::int64_t number = 0;
    for (const auto& band : reflectance.bands) {
        for (std::size_t i = 0; i < clear.size(); ++i) {
            number += clear[i] != 0 && (band[i] < 0 || band[i] > 1) ? 1 : 0;
        }
    }
    return number;
}

void keep_finite(raster::Mask& clear, const raster::Raster<float>& reflectance) {
    for (std::size_t i = 0; i < clear.size(); ++i) {
        const bool finite = std::abs(reflectance[i]) <= std::numeric_limits<float>::max();
        clear[i] = static_cast<std::uint8_t>(clear[i] & (finite ? 1 : 0));
    }
}

Observation nothing_seen(const Scene& scene, std::span<const std::string> bands,
                         const geo::PixelWindow& window) {
    Observation result{scene.id, scene.date, {}, raster::Mask(window.width, window.height, 0), 0};
    for (const std::string& band : bands) {
        result.reflectance.add(band, raster::Raster<float>(window.width, window.height, no_value));
    }
    return result;
}

/// Values of the source window on the target window.
raster::Raster<float> placed(raster::Raster<float> values, const gdal_io::SourceMap& map,
                             const geo::PixelWindow& window) {
    const bool in_place =
        map.aligned() && values.width() == window.width && values.height() == window.height;
    return in_place ? std::move(values) : map.apply<float>(values, no_value);
}

}  // namespace

Observation load_scene(const Scene& scene, std::span<const std::string> bands,
                       const geo::Grid& region, const geo::PixelWindow& window,
                       const QualityOptions& quality) {
    const std::vector<const BandFile*> band_files = find_bands(scene, bands);
    SceneFiles files(scene);
    SourceMaps maps(scene, region, window);
    if (maps.of(1).source_window().empty()) {
        return nothing_seen(scene, bands, window);
    }
    raster::Mask clear = quality_mask(files, maps, bands, quality);
    if (!any(clear)) {
        return nothing_seen(scene, bands, window);
    }
    Observation result{scene.id, scene.date, {}, {}, 0};
    for (const BandFile* band : band_files) {
        const gdal_io::SourceMap& map = maps.of(band->coarseness);
        gdal_io::RasterReader& reader = files.open(band->path, band->coarseness);
        raster::Raster<float> reflectance =
            placed(read_reflectance(reader, band_to_read(*band, quality), map.source_window()), map,
                   window);
        keep_finite(clear, reflectance);
        result.reflectance.add(band->band, std::move(reflectance));
    }
    result.num_outside = count_outside(result.reflectance, clear);
    result.clear = std::move(clear);
    return result;
}

}  // namespace mineprint::archive
