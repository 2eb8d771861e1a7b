// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/static_features.hpp"

#include <chrono>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/features/terrain.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/resample.hpp"

namespace mineprint::pipeline {
namespace {

geo::PixelWindow widened(const geo::PixelWindow& window, std::int64_t halo) {
    return {window.column - halo, window.row - halo, window.width + 2 * halo,
            window.height + 2 * halo};
}

raster::BandStack terrain_of(const Region& region, const geo::PixelWindow& window) {
    const features::FeatureOptions& options = region.job->features;
    const std::int64_t halo = features::terrain_halo(options.terrain, options.tpi_radius);
    gdal_io::RasterReader reader(options.dem);
    const auto height_m =
        gdal_io::read_resampled(reader, region.grid, widened(window, halo), {1, true, {}});
    const geo::GroundSize size = gdal_io::pixel_spacing(region.grid).window_m(window);
    return features::terrain({&height_m, halo, &size}, options.terrain, options.tpi_radius);
}

std::string path_in_epoch(const features::ExtraLayer& layer, const std::string& epoch) {
    const std::string place = "{epoch}";
    std::string path = layer.path;
    for (auto at = path.find(place); at != std::string::npos; at = path.find(place, at)) {
        path.replace(at, place.size(), epoch);
        at += epoch.size();
    }
    return path;
}

raster::Raster<float> layer_of(const Region& region, std::size_t epoch,
                               const features::ExtraLayer& layer, const geo::PixelWindow& window) {
    gdal_io::RasterReader reader(path_in_epoch(layer, region.job->epochs[epoch].name));
    auto values = gdal_io::read_resampled(
        reader, region.grid, window,
        {layer.band, layer.resampling == features::Resampling::bilinear, layer.nodata});
    if (layer.fill) {
        for (float& value : values.values()) {
            value = std::isnan(value) ? static_cast<float>(*layer.fill) : value;
        }
    }
    return values;
}

/// Name, size and time of change; a file that is not in the file system has its name alone.
std::string file_stamp(const std::filesystem::path& path) {
    std::error_code none;
    const auto bytes = std::filesystem::file_size(path, none);
    if (none) {
        return path.string();
    }
    const auto time = std::filesystem::last_write_time(path, none).time_since_epoch();
    return fmt::format("{} {} {}", path.filename().string(), bytes,
                       std::chrono::duration_cast<std::chrono::nanoseconds>(time).count());
}

std::string checked_stamp(const std::string& option, const std::filesystem::path& path, int band) {
    const gdal_io::RasterReader reader(path);
    if (static_cast<std::size_t>(band) > reader.info().bands.size()) {
        throw core::DataError(fmt::format("{}: {} has {} bands, and band {} is asked for", option,
                                          path.string(), reader.info().bands.size(), band));
    }
    if (reader.info().grid.crs_wkt.empty()) {
        throw core::DataError(fmt::format(
            "{}: {} has no CRS, so it cannot be put on the grid; give it one with gdal_edit.py "
            "-a_srs",
            option, path.string()));
    }
    return file_stamp(path);
}

}  // namespace

raster::BandStack static_features(const Region& region, std::size_t epoch,
                                  const geo::PixelWindow& window) {
    raster::BandStack result;
    if (!region.job->features.terrain.empty()) {
        result = terrain_of(region, window);
    }
    for (const features::ExtraLayer& layer : region.job->features.layers) {
        result.add(layer.name, layer_of(region, epoch, layer, window));
    }
    return result;
}

std::string layer_stamp(const RegionJob& job, std::size_t epoch) {
    std::string stamp;
    if (!job.features.terrain.empty()) {
        stamp += checked_stamp("features.dem", job.features.dem, 1) + "\n";
    }
    for (const features::ExtraLayer& layer : job.features.layers) {
        const std::string path = path_in_epoch(layer, job.epochs[epoch].name);
        stamp += fmt::format("{} {} {} {} {}\n", checked_stamp("features.layer", path, layer.band),
                             layer.band, static_cast<int>(layer.resampling),
                             layer.nodata ? fmt::format("{}", *layer.nodata) : "own",
                             layer.fill ? fmt::format("{}", *layer.fill) : "missing");
    }
    return stamp;
}

std::int64_t static_feature_bytes(const features::FeatureOptions& options, std::int64_t width,
                                  std::int64_t height) {
    constexpr std::int64_t source_bytes = std::int64_t{64} << 20;  // read at a time, and mixed
    if (options.terrain.empty()) {
        return options.layers.empty() ? 0 : source_bytes;
    }
    const std::int64_t halo = features::terrain_halo(options.terrain, options.tpi_radius);
    constexpr std::int64_t sizes = 16;  // of two sides of a pixel, in double precision
    return source_bytes + (width + 2 * halo) * (height + 2 * halo) * 4 + width * height * sizes;
}

}  // namespace mineprint::pipeline
