// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/tile_composite.hpp"

#include <algorithm>
#include <optional>

#include "mineprint/archive/scene_loader.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::pipeline {
namespace {

using composite::Composite;

/// The scene that could not be read, and why.
struct BrokenScene {
    std::size_t scene = 0;
    std::string cause;
};

struct Work {
    const Region& region;
    geo::PixelWindow window;
    std::vector<std::size_t> scenes;
};

Composite empty_composite(const Region& region, const geo::PixelWindow& window) {
    return composite::make_composite({}, region.input_bands, {window.width, window.height}, {});
}

template <class T>
void paste(raster::Raster<T>& target, const raster::Raster<T>& strip, std::int64_t first_row) {
    for (std::int64_t row = 0; row < strip.height(); ++row) {
        std::copy(strip.row(row).begin(), strip.row(row).end(),
                  target.row(first_row + row).begin());
    }
}

void paste(Composite& target, const Composite& strip, std::int64_t first_row) {
    for (std::size_t band = 0; band < strip.reflectance.bands.size(); ++band) {
        paste(target.reflectance.bands[band], strip.reflectance.bands[band], first_row);
    }
    paste(target.num_clear, strip.num_clear, first_row);
    paste(target.observed, strip.observed, first_row);
}

/// Observations of a strip; a broken scene ends the reading.
std::optional<BrokenScene> load_strip(const Work& work, const geo::PixelWindow& strip,
                                      std::vector<archive::Observation>& observations) {
    observations.clear();
    for (const std::size_t scene : work.scenes) {
        try {
            observations.push_back(archive::load_scene(work.region.catalogue.scenes[scene],
                                                       work.region.input_bands, work.region.grid,
                                                       strip));
        } catch (const core::DataError& error) {
            return BrokenScene{scene, error.what()};
        }
    }
    return std::nullopt;
}

Composite composite_strip(const Work& work, const geo::PixelWindow& strip,
                          const std::vector<archive::Observation>& observations) {
    std::vector<composite::Layer> layers;
    for (const archive::Observation& observation : observations) {
        layers.push_back({&observation.reflectance, &observation.clear});
    }
    composite::CompositeOptions options;
    options.minimum_clear = work.region.job->minimum_clear;
    return composite::make_composite(layers, work.region.input_bands, {strip.width, strip.height},
                                     options);
}

/// The composite of all strips, or the scene that stood in its way.
std::optional<BrokenScene> composite_strips(const Work& work, Composite& result) {
    const geo::PixelWindow& window = work.window;
    const std::int64_t step =
        strip_height(window.width, work.scenes.size(), work.region.input_bands.size());
    std::vector<archive::Observation> observations;
    for (std::int64_t row = 0; row < window.height; row += step) {
        const geo::PixelWindow strip{window.column, window.row + row, window.width,
                                     std::min(step, window.height - row)};
        if (auto broken = load_strip(work, strip, observations)) {
            return broken;
        }
        paste(result, composite_strip(work, strip, observations), row);
    }
    return std::nullopt;
}

}  // namespace

std::int64_t strip_height(std::int64_t width, std::size_t num_scenes, std::size_t num_bands) {
    const auto bytes_per_row = static_cast<std::int64_t>(static_cast<std::size_t>(width) *
                                                         std::max<std::size_t>(1, num_scenes) *
                                                         (num_bands * sizeof(float) + 1));
    const std::int64_t rows = std::max<std::int64_t>(16, strip_bytes / bytes_per_row);
    constexpr std::int64_t block = 256;  // whole blocks of the usual files: none is decoded twice
    return rows > block ? rows / block * block : rows;
}

TileComposite composite_window(const Region& region, std::size_t epoch,
                               const geo::PixelWindow& window, const std::string& tile) {
    Work work{region, window, region.scenes_for(epoch, window)};
    TileComposite result;
    result.composite = empty_composite(region, window);
    while (const auto broken = composite_strips(work, result.composite)) {
        const archive::Scene& scene = region.catalogue.scenes[broken->scene];
        result.quarantined.push_back({scene.id, scene.bands.front().path.parent_path().string(),
                                      tile, region.job->epochs[epoch].name, broken->cause});
        std::erase(work.scenes, broken->scene);
        result.composite = empty_composite(region, window);
    }
    result.num_scenes = static_cast<std::int64_t>(work.scenes.size());
    return result;
}

}  // namespace mineprint::pipeline
