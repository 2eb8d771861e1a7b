// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "mineprint/archive/product.hpp"
#include "mineprint/archive/product_names.hpp"
#include "mineprint/archive/scene_parts.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::archive {
namespace {

namespace fs = std::filesystem;

struct ForceSensor {
    std::string_view code;
    Sensor sensor;
    std::string_view platform;
};
constexpr std::array<ForceSensor, 9> sensors{{{"LND04", Sensor::tm, "landsat-4"},
                                              {"LND05", Sensor::tm, "landsat-5"},
                                              {"LND07", Sensor::etm, "landsat-7"},
                                              {"LND08", Sensor::oli, "landsat-8"},
                                              {"LND09", Sensor::oli, "landsat-9"},
                                              {"SEN2A", Sensor::msi, "sentinel-2a"},
                                              {"SEN2B", Sensor::msi, "sentinel-2b"},
                                              {"SEN2C", Sensor::msi, "sentinel-2c"},
                                              {"SEN2D", Sensor::msi, "sentinel-2d"}}};

constexpr std::array<std::string_view, 6> landsat_order{"blue", "green", "red",
                                                        "nir",  "swir1", "swir2"};
/// FORCE calls B08 BROADNIR and B8A NIR.
constexpr std::array<std::string_view, 10> sentinel_order{
    "blue", "green", "red", "rededge1", "rededge2", "rededge3", "nir", "nir08", "swir1", "swir2"};

// FORCE documentation, "Level 2 ARD": BOA reflectance is scaled by 10 000, nodata is -9999.
constexpr double documented_scale = 1e-4;
constexpr double documented_nodata = -9999;

const ForceSensor& sensor_of(const ForceName& name, const fs::path& file) {
    const auto* found = std::find_if(sensors.begin(), sensors.end(), [&](const ForceSensor& s) {
        return s.code == name.sensor_code;
    });
    if (found == sensors.end()) {
        throw core::DataError(
            fmt::format("{}: the sensor {} of this FORCE product is not known here (LND04 to "
                        "LND09, SEN2A to SEN2D are)",
                        file.string(), name.sensor_code));
    }
    return *found;
}

void add_bands(Scene& scene, const fs::path& file, const gdal_io::RasterInfo& info) {
    const std::span<const std::string_view> order =
        scene.sensor == Sensor::msi ? std::span<const std::string_view>(sentinel_order)
                                    : landsat_order;
    if (info.bands.size() != order.size()) {
        throw core::DataError(
            fmt::format("{} has {} bands; {} were expected of a FORCE product of "
                        "{}",
                        file.string(), info.bands.size(), order.size(), scene.platform));
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        const gdal_io::BandInfo& stored = info.bands[i];
        BandFile band;
        band.band = order[i];
        band.path = file;
        band.band_number = static_cast<int>(i + 1);
        band.scale = stored.scale != 1 ? stored.scale : documented_scale;
        band.offset = stored.offset;
        band.nodata = stored.nodata.value_or(documented_nodata);
        scene.bands.push_back(std::move(band));
    }
}

}  // namespace

Scene read_force(const fs::path& boa_file, const ReadOptions& options) {
    const auto name = ForceName::parse(boa_file.filename().string());
    if (!name) {
        throw core::DataError(
            fmt::format("{} is not the reflectance of a FORCE product, such as "
                        "20190712_LEVEL2_SEN2A_BOA.tif",
                        boa_file.string()));
    }
    const ForceSensor& sensor = sensor_of(*name, boa_file);
    const fs::path folder = boa_file.parent_path();
    Scene scene;
    scene.id = fmt::format("{}/{}", folder.filename().string(), name->stem);
    scene.sensor = sensor.sensor;
    scene.platform = sensor.platform;
    scene.date = name->acquired;
    scene.acquisition = "force " + scene.id;
    account(scene, boa_file);
    const gdal_io::RasterReader reader(boa_file);
    scene.grid = grid_of(reader.info());
    add_bands(scene, boa_file, reader.info());
    require_bands(scene, options.bands);
    const fs::path quality = folder / (name->stem + "_QAI.tif");
    if (!account(scene, quality)) {
        throw core::DataError(
            fmt::format("the product {} is not complete: its quality layer {} is missing", scene.id,
                        quality.string()));
    }
    scene.quality.push_back({QualityKind::force_quality, quality});
    return scene;
}

}  // namespace mineprint::archive
