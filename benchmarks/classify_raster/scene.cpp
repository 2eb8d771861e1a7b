// SPDX-License-Identifier: Apache-2.0
#include "classify_raster/scene.hpp"

#include <algorithm>
#include <limits>

#include "mineprint/core/random.hpp"

namespace mineprint::benchmarks {
namespace {

raster::Raster<float> reflectance(const raster::Raster<std::uint16_t>& stored) {
    raster::Raster<float> result(stored.width(), stored.height());
    for (std::size_t i = 0; i < stored.size(); ++i) {
        result[i] = stored[i] == 0 ? std::numeric_limits<float>::quiet_NaN()
                                   : static_cast<float>(stored[i] * scene_scale + scene_offset);
    }
    return result;
}

/// The pixels of a class with the smallest keyed numbers, rising.
std::vector<std::size_t> draw(const raster::Raster<std::uint8_t>& truth, std::uint8_t wanted,
                              std::size_t number) {
    constexpr std::uint64_t seed = 1;
    std::vector<std::pair<std::uint64_t, std::size_t>> keys;
    for (std::size_t pixel = 0; pixel < truth.size(); ++pixel) {
        if (truth[pixel] == wanted) {
            keys.emplace_back(core::mix(seed, pixel), pixel);
        }
    }
    number = std::min(number, keys.size());
    std::ranges::nth_element(keys, keys.begin() + static_cast<std::ptrdiff_t>(number));
    std::vector<std::size_t> pixels;
    for (std::size_t i = 0; i < number; ++i) {
        pixels.push_back(keys[i].second);
    }
    std::ranges::sort(pixels);
    return pixels;
}

}  // namespace

const features::FeatureOptions& scene_features() {
    static const features::FeatureOptions options{
        {"blue", "green", "red", "nir", "swir1", "swir2"},
        {"ndvi", "mndwi", "ndmi", "bsi", "clay_ratio", "iron_oxide_ratio"}};
    return options;
}

std::vector<std::span<const float>> Window::columns() const {
    std::vector<std::span<const float>> result;
    for (const auto& band : features.bands) {
        result.push_back(band.values());
    }
    return result;
}

Window read_window(gdal_io::RasterReader& reader, const geo::PixelWindow& window) {
    raster::BandStack bands;
    Window result{{}, raster::Mask(window.width, window.height, 1)};
    int number = 0;
    for (const std::string& name : scene_features().bands) {
        const auto stored = reader.read<std::uint16_t>(++number, window);
        for (std::size_t i = 0; i < stored.size(); ++i) {
            result.observed[i] = stored[i] == 0 ? 0 : result.observed[i];
        }
        bands.add(name, reflectance(stored));
    }
    result.features = features::extract(bands, scene_features());
    return result;
}

std::vector<geo::PixelWindow> windows_of(const geo::Grid& grid, std::int64_t size) {
    std::vector<geo::PixelWindow> windows;
    for (std::int64_t row = 0; row < grid.height; row += size) {
        for (std::int64_t column = 0; column < grid.width; column += size) {
            windows.push_back({column, row, std::min(size, grid.width - column),
                               std::min(size, grid.height - row)});
        }
    }
    return windows;
}

forest::SampleTable draw_samples(const std::filesystem::path& scene,
                                 const std::filesystem::path& truth, std::size_t num_samples) {
    gdal_io::RasterReader truth_reader(truth);
    gdal_io::RasterReader reader(scene);
    const auto window = truth_reader.info().grid.window();
    const auto labels = truth_reader.read<std::uint8_t>(1, window);
    std::vector<std::size_t> pixels = draw(labels, 2, num_samples / 4);
    const auto others = draw(labels, 1, num_samples - pixels.size());
    pixels.insert(pixels.end(), others.begin(), others.end());

    raster::BandStack bands;
    int number = 0;
    for (const std::string& name : scene_features().bands) {
        const auto stored = reader.read<std::uint16_t>(++number, window);
        raster::Raster<std::uint16_t> drawn(static_cast<std::int64_t>(pixels.size()), 1);
        std::ranges::transform(pixels, drawn.values().begin(),
                               [&](std::size_t pixel) { return stored[pixel]; });
        bands.add(name, reflectance(drawn));
    }
    const auto features = features::extract(bands, scene_features());
    const auto list = features::feature_list(scene_features(), scene_features().bands);
    forest::SampleTable table;
    table.schema = {list.names, list.definitions};
    table.classes = {"other", "mine"};
    table.regions = {"scene"};
    table.epochs = {"2020"};
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        forest::SampleOrigin origin;
        origin.id = pixels[i];
        origin.label = labels[pixels[i]] == 2 ? 1 : 0;
        table.origins.push_back(origin);
        for (const auto& band : features.bands) {
            table.features.push_back(band[i]);
        }
    }
    table.sort();
    return table;
}

}  // namespace mineprint::benchmarks
