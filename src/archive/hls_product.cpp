// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>
#include <cmath>
#include <span>

#include <fmt/format.h>

#include "mineprint/archive/product.hpp"
#include "mineprint/archive/product_names.hpp"
#include "mineprint/archive/scene_parts.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::archive {
namespace {

namespace fs = std::filesystem;

struct HlsBand {
    std::string_view code;
    std::string_view band;
};
// The near infrared that the two products have in common is the narrow one.
constexpr std::array<HlsBand, 7> landsat_codes{{{"B01", "coastal"},
                                                {"B02", "blue"},
                                                {"B03", "green"},
                                                {"B04", "red"},
                                                {"B05", "nir"},
                                                {"B06", "swir1"},
                                                {"B07", "swir2"}}};
constexpr std::array<HlsBand, 10> sentinel_codes{{{"B01", "coastal"},
                                                  {"B02", "blue"},
                                                  {"B03", "green"},
                                                  {"B04", "red"},
                                                  {"B05", "rededge1"},
                                                  {"B06", "rededge2"},
                                                  {"B07", "rededge3"},
                                                  {"B8A", "nir"},
                                                  {"B11", "swir1"},
                                                  {"B12", "swir2"}}};

// HLS v2.0 User Guide, table of layers; the files carry the same values.
constexpr double guide_scale = 1e-4;
constexpr double guide_fill = -9999;

std::optional<double> number_of(const std::map<std::string, std::string>& metadata,
                                const std::string& key) {
    const auto found = metadata.find(key);
    if (found == metadata.end()) {
        return std::nullopt;
    }
    double value = 0;
    const char* end = found->second.data() + found->second.size();
    const auto [stop, problem] = std::from_chars(found->second.data(), end, value);
    return problem == std::errc() && stop == end && std::isfinite(value) ? std::optional(value)
                                                                         : std::nullopt;
}

/// The file's own words, else the guide's.
BandFile band_file(std::string_view band, const fs::path& path, const gdal_io::RasterInfo& info) {
    const gdal_io::BandInfo& stored = info.bands.front();
    BandFile file;
    file.band = band;
    file.path = path;
    file.scale = stored.scale != 1 ? stored.scale
                                   : number_of(info.metadata, "scale_factor").value_or(guide_scale);
    file.offset =
        stored.offset != 0 ? stored.offset : number_of(info.metadata, "add_offset").value_or(0);
    file.nodata =
        stored.nodata.value_or(number_of(info.metadata, "_FillValue").value_or(guide_fill));
    return file;
}

void add_bands(Scene& scene, const fs::path& folder, const HlsName& name) {
    const std::span<const HlsBand> codes =
        name.sentinel ? std::span<const HlsBand>(sentinel_codes) : landsat_codes;
    for (const HlsBand& band : codes) {
        const fs::path path = folder / fmt::format("{}.{}.tif", name.stem, band.code);
        if (!account(scene, path)) {
            continue;
        }
        const gdal_io::RasterReader reader(path);
        scene.bands.push_back(band_file(band.band, path, reader.info()));
        if (scene.bands.size() == 1) {
            scene.grid = grid_of(reader.info());
            scene.cloud_cover_pct =
                number_of(reader.info().metadata, "cloud_coverage").value_or(-1);
        }
    }
}

}  // namespace

Scene read_hls(const fs::path& fmask_file, const ReadOptions& options) {
    const auto name = HlsName::parse(fmask_file.filename().string());
    if (!name || !name->version.starts_with("v2.")) {
        throw core::DataError(fmt::format(
            "{} is not a file of HLS v2, such as HLS.L30.T17SLU.2020209T155956.v2.0.Fmask.tif",
            fmask_file.string()));
    }
    Scene scene;
    scene.id = name->stem;
    scene.sensor = name->sentinel ? Sensor::msi : Sensor::oli;
    scene.platform = name->sentinel ? "sentinel-2" : "landsat-8/9";
    scene.date = name->acquired;
    scene.acquisition =
        fmt::format("hls {} {} {}", name->sentinel ? "S30" : "L30", name->tile, name->time);
    scene.processed = name->version;
    scene.harmonised = true;
    account(scene, fmask_file);
    add_bands(scene, fmask_file.parent_path(), *name);
    require_bands(scene, options.bands);
    scene.quality.push_back({QualityKind::hls_fmask, fmask_file});
    return scene;
}

}  // namespace mineprint::archive
