// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdint>

#include <fmt/format.h>

#include "mineprint/archive/catalogue.hpp"
#include "mineprint/archive/landsat_metadata.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"

namespace mineprint::archive {
namespace {

namespace fs = std::filesystem;

/// Collection-2 reflectance starts at 1; 0 is fill (QUANTIZE_CAL_MIN_BAND_n = 1), whether or not
/// the file carries the tag.
constexpr double reflectance_fill = 0;

/// Adds a file's size and time to the scene's; false when there is no such file.
bool account(Scene& scene, const fs::path& path) {
    std::error_code problem;
    const std::uintmax_t size = fs::file_size(path, problem);
    if (problem) {
        return false;
    }
    const fs::file_time_type written = fs::last_write_time(path, problem);
    if (problem) {
        return false;
    }
    const auto since_1970 = std::chrono::file_clock::to_sys(written).time_since_epoch();
    const std::int64_t ns =
        std::chrono::duration_cast<std::chrono::nanoseconds>(since_1970).count();
    scene.bytes += size;
    scene.modified_ns = std::max(scene.modified_ns, ns);
    return true;
}

[[noreturn]] void missing(const LandsatMetadata& metadata, const fs::path& file,
                          std::string_view what) {
    throw core::DataError(fmt::format("the product {} is not complete: its {} {} is missing",
                                      metadata.name.id, what, file.string()));
}

void add_bands(Scene& scene, const LandsatMetadata& metadata, const fs::path& folder,
               std::span<const std::string> wanted) {
    for (const LandsatBandRecord& record : metadata.bands) {
        const fs::path file = folder / record.file;
        if (account(scene, file)) {
            scene.bands.push_back(
                {record.band, file, 1, record.scale, record.offset, reflectance_fill});
        } else if (std::find(wanted.begin(), wanted.end(), record.band) != wanted.end()) {
            missing(metadata, file, fmt::format("band {} ({})", record.number, record.band));
        }
    }
    for (const std::string& band : wanted) {
        if (scene.find(band) == nullptr) {
            throw core::DataError(fmt::format("the product {} has no band '{}': {} does not see it",
                                              metadata.name.id, band, sensor_name(scene.sensor)));
        }
    }
}

void add_quality(Scene& scene, const LandsatMetadata& metadata, const fs::path& folder) {
    scene.quality = QualityKind::landsat_c2;
    scene.quality_path = folder / metadata.quality_file;
    if (!account(scene, scene.quality_path)) {
        missing(metadata, scene.quality_path, "quality layer");
    }
    const fs::path saturation = folder / metadata.saturation_file;
    if (!metadata.saturation_file.empty() && account(scene, saturation)) {
        scene.saturation_path = saturation;
    }
}

geo::Grid grid_of(const gdal_io::RasterInfo& info) {
    if (info.grid.crs_wkt.empty()) {
        throw core::DataError(
            fmt::format("{} has no CRS: write one into it, for example with gdal_edit.py -a_srs",
                        info.path.string()));
    }
    return info.grid;
}

void check_band_count(const gdal_io::RasterInfo& info, const ArchiveOptions& options) {
    if (info.bands.size() != options.bands.size()) {
        throw core::DataError(fmt::format(
            "{} has {} bands, but archive.bands names {}: name every band of the file, in "
            "its order",
            info.path.string(), info.bands.size(), options.bands.size()));
    }
}

}  // namespace

Scene read_product(const fs::path& metadata_file, std::span<const std::string> bands) {
    const LandsatMetadata metadata = read_landsat_metadata(metadata_file);
    const fs::path folder = metadata_file.parent_path();
    Scene scene;
    scene.id = metadata.name.id;
    scene.sensor = metadata.name.sensor;
    scene.date = metadata.name.acquired;
    scene.tier = metadata.name.tier;
    scene.cloud_cover_pct = metadata.cloud_cover_pct;
    account(scene, metadata_file);
    add_bands(scene, metadata, folder, bands);
    add_quality(scene, metadata, folder);
    scene.grid = grid_of(gdal_io::RasterReader(scene.quality_path).info());
    return scene;
}

Scene read_product(const fs::path& metadata_file) {
    const std::span<const std::string> known = known_bands();
    return read_product(metadata_file, known.subspan(1));  // all but coastal, which only OLI has
}

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
