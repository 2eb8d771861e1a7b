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

/// The stored numbers that mean reflectance of 0 … 1; they lie side by side, for the meaning rises.
struct Inside {
    std::uint16_t first = 0;
    std::uint16_t width = 0;  ///< the last one is first + width
};

/// The first of the stored numbers for which `holds`, as it does for all after it; 65536: none.
template <class Holds>
int first_number(Holds holds) {
    int begin = 0;
    int end = 65536;
    while (begin < end) {
        const int middle = (begin + end) / 2;
        if (holds(middle)) {
            end = middle;
        } else {
            begin = middle + 1;
        }
    }
    return begin;
}

/// Nothing where no number means such a value.
std::optional<Inside> inside_of(raster::StoredMeaning meaning) {
    meaning.absent = {};
    const auto value = [&](int number) { return meaning.of(static_cast<std::uint16_t>(number)); };
    const int first = first_number([&](int number) { return value(number) >= 0; });
    const int end = first_number([&](int number) { return value(number) > 1; });
    if (first >= end) {
        return std::nullopt;
    }
    return Inside{static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(end - first - 1)};
}

/// Counted in short runs, in numbers as narrow as the stored ones, so that vectors do it.
std::int64_t count_outside(std::span<const std::uint16_t> stored, const std::optional<Inside>& most,
                           std::span<const std::uint8_t> clear) {
    constexpr std::size_t run = 1024;
    const Inside inside = most.value_or(Inside{});
    const std::uint16_t none_is_inside = most ? 0 : 1;
    std::int64_t number = 0;
    for (std::size_t begin = 0; begin < stored.size(); begin += run) {
        const std::size_t end = std::min(begin + run, stored.size());
        std::uint16_t in_run = 0;
        for (std::size_t i = begin; i < end; ++i) {
            const auto from_first = static_cast<std::uint16_t>(stored[i] - inside.first);
            const std::uint16_t outside = (from_first > inside.width ? 1 : 0) | none_is_inside;
            in_run = static_cast<std::uint16_t>(in_run + (clear[i] != 0 ? outside : 0));
        }
        number += in_run;
    }
    return number;
}

std::int64_t count_outside(const raster::ScaledRaster& band, const raster::Mask& clear) {
    std::int64_t number = 0;
    if (band.is_stored()) {
        return count_outside(band.stored().values(), inside_of(band.meaning()), clear.values());
    }
    for (std::size_t i = 0; i < clear.size(); ++i) {
        const float value = band.plain()[i];
        number += clear[i] != 0 && (value < 0 || value > 1) ? 1 : 0;
    }
    return number;
}

/// Takes away what has no value in a band.
void keep_present(std::span<std::uint8_t> clear, const raster::ScaledRaster& band) {
    if (band.is_stored()) {
        const auto stored = band.stored().values();
        for (const std::optional<std::uint16_t> none : band.meaning().absent) {
            for (std::size_t i = 0; none && i < clear.size(); ++i) {
                clear[i] = static_cast<std::uint8_t>(clear[i] & (stored[i] != *none ? 1 : 0));
            }
        }
        return;
    }
    const auto values = band.plain().values();
    for (std::size_t i = 0; i < clear.size(); ++i) {
        const bool finite = std::abs(values[i]) <= std::numeric_limits<float>::max();
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
raster::ScaledRaster placed(raster::ScaledRaster values, const gdal_io::SourceMap& map,
                            const geo::PixelWindow& window) {
    const bool in_place =
        map.aligned() && values.width() == window.width && values.height() == window.height;
    return in_place ? std::move(values)
                    : raster::ScaledRaster(map.apply<float>(values.values(), no_value));
}

}  // namespace

Observation load_scene(SceneFiles& files, std::span<const std::string> bands,
                       const geo::Grid& region, const geo::PixelWindow& window,
                       const QualityOptions& quality) {
    const Scene& scene = files.scene();
    const std::vector<const BandFile*> band_files = find_bands(scene, bands);
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
        raster::ScaledRaster reflectance = placed(
            read_band(reader, band_to_read(*band, quality), map.source_window()), map, window);
        keep_present(clear.values(), reflectance);
        result.reflectance.add(band->band, std::move(reflectance));
    }
    for (const raster::ScaledRaster& band : result.reflectance.bands) {
        result.num_outside += count_outside(band, clear);
    }
    result.clear = std::move(clear);
    return result;
}

Observation load_scene(const Scene& scene, std::span<const std::string> bands,
                       const geo::Grid& region, const geo::PixelWindow& window,
                       const QualityOptions& quality) {
    OpenFiles open_files;
    SceneFiles files(scene, open_files);
    return load_scene(files, bands, region, window, quality);
}

}  // namespace mineprint::archive
