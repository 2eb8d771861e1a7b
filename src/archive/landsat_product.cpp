// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "mineprint/archive/landsat_metadata.hpp"
#include "mineprint/archive/product.hpp"
#include "mineprint/archive/scene_files.hpp"
#include "mineprint/archive/scene_parts.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::archive {
namespace {

namespace fs = std::filesystem;

/// Collection-2 reflectance starts at 1; 0 is fill (QUANTIZE_CAL_MIN_BAND_n = 1), whether or not
/// the file carries the tag.
constexpr double reflectance_fill = 0;

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
    require_bands(scene, wanted);
}

void add_quality(Scene& scene, const LandsatMetadata& metadata, const fs::path& folder) {
    const fs::path pixel = folder / metadata.quality_file;
    if (!account(scene, pixel)) {
        missing(metadata, pixel, "quality layer");
    }
    scene.quality.push_back({QualityKind::landsat_pixel, pixel});
    const auto add_if_there = [&](QualityKind kind, const std::string& name) {
        if (!name.empty() && account(scene, folder / name)) {
            scene.quality.push_back({kind, folder / name});
        }
    };
    add_if_there(QualityKind::landsat_saturation, metadata.saturation_file);
    add_if_there(QualityKind::landsat_aerosol, metadata.aerosol_file);
    add_if_there(QualityKind::landsat_internal, metadata.internal_cloud_file);
}

}  // namespace

Scene landsat_scene(const LandsatName& name) {
    Scene scene;
    scene.id = name.id;
    scene.sensor = name.sensor;
    scene.platform = fmt::format("landsat-{}", name.satellite);
    scene.date = name.acquired;
    scene.tier = name.tier;
    scene.acquisition = fmt::format("{} {:03}/{:03} {}", scene.platform, name.wrs_path,
                                    name.wrs_row, name.acquired.text());
    scene.processed = name.processed.text();
    scene.provisional = name.tier == "RT";
    return scene;
}

Scene read_landsat(const fs::path& metadata_file, const ReadOptions& options) {
    const LandsatMetadata metadata = read_landsat_metadata(metadata_file);
    const fs::path folder = metadata_file.parent_path();
    Scene scene = landsat_scene(metadata.name);
    scene.cloud_cover_pct = metadata.cloud_cover_pct;
    account(scene, metadata_file);
    add_bands(scene, metadata, folder, options.bands);
    add_quality(scene, metadata, folder);
    scene.grid = grid_of(gdal_io::RasterReader(scene.quality.front().path).info());
    // A quality layer of another place would otherwise move the scene out of sight.
    OpenFiles open_files;
    SceneFiles(scene, open_files).open(scene.bands.front().path, scene.bands.front().coarseness);
    return scene;
}

}  // namespace mineprint::archive
