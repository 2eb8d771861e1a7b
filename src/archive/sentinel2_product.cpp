// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "mineprint/archive/product.hpp"
#include "mineprint/archive/scene_parts.hpp"
#include "mineprint/archive/sentinel2_metadata.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/virtual_file.hpp"

namespace mineprint::archive {
namespace {

namespace fs = std::filesystem;

/// One file of a band, or of the scene classification.
struct Image {
    fs::path path;
    int resolution_m = 0;
};

/// Files by band code, the finest that is there.
using Images = std::map<std::string, Image, std::less<>>;

/// The folder of the product: that of its metadata file, or the one inside the zip.
fs::path product_folder(const fs::path& path) {
    if (path.extension() != ".zip") {
        return path.parent_path();
    }
    const fs::path zip = "/vsizip/" + fs::absolute(path).string();
    for (const std::string& name : gdal_io::list_virtual_folder(zip)) {
        if (gdal_io::virtual_file_exists(zip / name / sentinel2_metadata_name)) {
            return zip / name;
        }
    }
    throw core::DataError(
        fmt::format("{}: there is no folder with {} in it: it is not a Sentinel-2 Level-2A "
                    "product, or its download is not complete",
                    path.string(), sentinel2_metadata_name));
}

/// `…_B02_10m` → B02 and 10; an empty code for any other name.
std::pair<std::string, int> band_and_resolution(const std::string& image) {
    const std::size_t last = image.rfind('_');
    const std::size_t before =
        last == std::string::npos || last == 0 ? last : image.rfind('_', last - 1);
    if (before == std::string::npos || !image.ends_with('m')) {
        return {};
    }
    int resolution = 0;
    const char* end = image.data() + image.size() - 1;
    const auto [stop, problem] = std::from_chars(image.data() + last + 1, end, resolution);
    if (problem != std::errc() || stop != end || resolution < 1) {
        return {};
    }
    return {image.substr(before + 1, last - before - 1), resolution};
}

/// The file itself: JPEG 2000 as delivered, or converted to GeoTIFF.
fs::path existing_file(const fs::path& stem) {
    for (const char* ending : {".jp2", ".tif"}) {
        fs::path file = stem;
        file += ending;
        Scene ignored;
        if (account(ignored, file)) {
            return file;
        }
    }
    return {};
}

Images find_images(const Sentinel2Metadata& metadata, const fs::path& folder) {
    Images images;
    for (const std::string& name : metadata.images) {
        const auto [code, resolution] = band_and_resolution(name);
        const auto known = images.find(code);
        const bool finer = known == images.end() || resolution < known->second.resolution_m;
        if (code.empty() || !finer) {
            continue;
        }
        if (fs::path file = existing_file(folder / name); !file.empty()) {
            images[code] = {std::move(file), resolution};
        }
    }
    return images;
}

void add_bands(Scene& scene, const Sentinel2Metadata& metadata, const Images& images) {
    int finest = 0;
    for (const Sentinel2Band& band : sentinel2_bands()) {
        const auto image = images.find(band.code);
        if (image != images.end()) {
            const int resolution = image->second.resolution_m;
            finest = finest == 0 ? resolution : std::min(finest, resolution);
        }
    }
    for (const Sentinel2Band& band : sentinel2_bands()) {
        const auto image = images.find(band.code);
        if (image == images.end()) {
            continue;
        }
        BandFile file;
        file.band = band.band;
        file.path = image->second.path;
        file.scale = 1 / metadata.quantification;
        file.offset = metadata.offset_of(band) / metadata.quantification;
        file.nodata = metadata.nodata.value_or(0);
        file.saturated = metadata.saturated;
        file.coarseness = image->second.resolution_m / finest;
        account(scene, file.path);
        if (file.coarseness == 1 && scene.grid.width == 0) {
            scene.grid = grid_of(gdal_io::RasterReader(file.path).info());
        }
        scene.bands.push_back(std::move(file));
    }
}

void add_classification(Scene& scene, const Images& images) {
    const auto image = images.find("SCL");
    if (image == images.end()) {
        throw core::DataError(fmt::format(
            "the product {} is not complete: its scene classification (SCL) is missing", scene.id));
    }
    account(scene, image->second.path);
    const geo::Grid grid = grid_of(gdal_io::RasterReader(image->second.path).info());
    scene.quality.push_back({QualityKind::sentinel2_scene, image->second.path,
                             coarseness_of(grid, scene.grid, image->second.path.string())});
}

/// Products processed anew keep the time of the granule; parts of one datatake that came down apart
/// have one each.
std::string acquisition_of(const Sentinel2Metadata& metadata) {
    const fs::path image = metadata.images.empty() ? "" : metadata.images.front();
    for (const fs::path& part : image) {
        const std::string granule = part.string();
        if (granule.starts_with("L2A_") && granule.size() > 16) {
            return fmt::format("{} {}{}", metadata.name.platform, metadata.name.tile,
                               granule.substr(granule.size() - 16));
        }
    }
    return fmt::format("{} {}_{}", metadata.name.platform, metadata.name.tile,
                       metadata.name.acquired_time);
}

void refuse_level1(const fs::path& path) {
    const auto name = Sentinel2Name::parse(path.filename().string());
    if (path.filename() == "MTD_MSIL1C.xml" || (name && name->level != "L2A")) {
        throw core::DataError(
            fmt::format("{}: this is Level-1C, reflectance at the top of the atmosphere; Level-2A "
                        "is needed",
                        path.string()));
    }
}

}  // namespace

Scene read_sentinel2(const fs::path& metadata_file_or_zip, const ReadOptions& options) {
    refuse_level1(metadata_file_or_zip);
    const fs::path folder = product_folder(metadata_file_or_zip);
    const fs::path metadata_file = folder / sentinel2_metadata_name;
    const Sentinel2Metadata metadata =
        parse_sentinel2_metadata(gdal_io::read_virtual_text(metadata_file), metadata_file.string());
    Scene scene = sentinel2_scene(metadata.name);
    scene.cloud_cover_pct = metadata.cloud_cover_pct;
    scene.acquisition = acquisition_of(metadata);
    account(scene, metadata_file_or_zip);
    const Images images = find_images(metadata, folder);
    add_bands(scene, metadata, images);
    require_bands(scene, options.bands);
    add_classification(scene, images);
    return scene;
}

}  // namespace mineprint::archive
