// SPDX-License-Identifier: Apache-2.0
#include "synthetic_product.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "test_main.hpp"

namespace fs = std::filesystem;

namespace {

using Keys = std::vector<std::pair<std::string, std::string>>;

void set(std::vector<MetadataGroup>& groups, const std::string& group, const std::string& key,
         const std::string& value) {
    auto found = std::find_if(groups.begin(), groups.end(),
                              [&](const MetadataGroup& g) { return g.first == group; });
    if (found == groups.end()) {
        found = groups.insert(groups.end(), {group, {}});
    }
    for (auto& [known, old] : found->second) {
        if (known == key) {
            old = value;
            return;
        }
    }
    found->second.emplace_back(key, value);
}

Keys contents(const SyntheticProduct& product) {
    Keys keys{{"LANDSAT_PRODUCT_ID", product.id}, {"COLLECTION_NUMBER", "02"}};
    for (const int band : product.bands) {
        keys.emplace_back(fmt::format("FILE_NAME_BAND_{}", band),
                          fmt::format("{}_SR_B{}.TIF", product.id, band));
    }
    keys.emplace_back("FILE_NAME_QUALITY_L1_PIXEL", product.id + "_QA_PIXEL.TIF");
    keys.emplace_back("FILE_NAME_QUALITY_L1_RADIOMETRIC_SATURATION", product.id + "_QA_RADSAT.TIF");
    return keys;
}

Keys rescaling(const std::vector<int>& bands, const std::string& mult, const std::string& add) {
    Keys keys;
    for (const int band : bands) {
        keys.emplace_back(fmt::format("REFLECTANCE_MULT_BAND_{}", band), mult);
        keys.emplace_back(fmt::format("REFLECTANCE_ADD_BAND_{}", band), add);
    }
    return keys;
}

fs::path metadata_path(const fs::path& folder, const std::string& id, const char* ending) {
    fs::create_directories(folder);
    return folder / (id + "_MTL." + ending);
}

}  // namespace

ScratchFolder::ScratchFolder() {
    static std::atomic<int> number = 0;
    path_ = fs::temp_directory_path() /
            fmt::format("mineprint_archive_{}_{}", ::getpid(), number.fetch_add(1));
    fs::create_directories(path_);
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

fs::path shared_data() {
    const char* folder = std::getenv("MINEPRINT_SHARED_DATA");
    if (folder == nullptr || !fs::exists(fs::path(folder) / "landsat")) {
        WARN(
            "SKIPPED: real Landsat products; set MINEPRINT_SHARED_DATA to the folder that has "
            "them");
        return {};
    }
    return folder;
}

std::vector<MetadataGroup> SyntheticProduct::groups() const {
    // Level 1 stands before and after, with keys of the same names: none of it may be taken.
    std::vector<MetadataGroup> result{
        {"LEVEL1_PROCESSING_RECORD",
         {{"LANDSAT_PRODUCT_ID", "LC08_L1TP_000000"},
          {"FILE_NAME_BAND_2", "level1_B2.TIF"},
          {"FILE_NAME_QUALITY_L1_PIXEL", "level1_QA.TIF"}}},
        {"PRODUCT_CONTENTS", contents(*this)},
        {"IMAGE_ATTRIBUTES",
         {{"SPACECRAFT_ID", spacecraft},
          {"SENSOR_ID", sensor},
          {"DATE_ACQUIRED", date},
          {"CLOUD_COVER", cloud_cover}}},
        {"LEVEL2_SURFACE_REFLECTANCE_PARAMETERS", rescaling(bands, "2.75e-05", "-0.2")},
        {"LEVEL1_RADIOMETRIC_RESCALING", rescaling(bands, "2.0000E-05", "-0.100000")}};
    for (const auto& [group, keys] : extra) {
        for (const auto& [key, value] : keys) {
            set(result, group, key, value);
        }
    }
    for (auto& [group, keys] : result) {
        if (group == "PRODUCT_CONTENTS" || group == "IMAGE_ATTRIBUTES") {
            std::erase_if(keys, [&](const auto& key) {
                return std::count(removed.begin(), removed.end(), key.first) > 0;
            });
        }
    }
    return result;
}

fs::path SyntheticProduct::write_odl(const fs::path& folder) const {
    std::string text = "GROUP = LANDSAT_METADATA_FILE\n";
    for (const auto& [group, keys] : groups()) {
        text += fmt::format("  GROUP = {}\n", group);
        for (const auto& [key, value] : keys) {
            const bool number = value.find_first_not_of("0123456789.eE+-") == std::string::npos;
            text += number ? fmt::format("    {} = {}\n", key, value)
                           : fmt::format("    {} = \"{}\"\n", key, value);
        }
        text += fmt::format("  END_GROUP = {}\n", group);
    }
    text += "END_GROUP = LANDSAT_METADATA_FILE\nEND\n";
    const fs::path path = metadata_path(folder, id, "txt");
    mineprint::core::write_text_file(path, text);
    return path;
}

fs::path SyntheticProduct::write_xml(const fs::path& folder) const {
    std::string text = "<?xml version=\"1.0\"?>\n<LANDSAT_METADATA_FILE>\n";
    for (const auto& [group, keys] : groups()) {
        text += fmt::format("<{}>", group);
        for (const auto& [key, value] : keys) {
            text += fmt::format("\n  <{0}>{1}</{0}>", key, value);
        }
        text += fmt::format("</{}>\n", group);
    }
    const fs::path path = metadata_path(folder, id, "xml");
    mineprint::core::write_text_file(path, text + "</LANDSAT_METADATA_FILE>\n");
    return path;
}

fs::path SyntheticProduct::write_json(const fs::path& folder) const {
    nlohmann::json tree;
    for (const auto& [group, keys] : groups()) {
        for (const auto& [key, value] : keys) {
            tree["LANDSAT_METADATA_FILE"][group][key] = value;
        }
    }
    const fs::path path = metadata_path(folder, id, "json");
    mineprint::core::write_text_file(path, tree.dump());
    return path;
}

SyntheticProduct thematic_mapper() {
    SyntheticProduct product;
    product.id = "LT05_L2SP_131042_20050210_20200902_02_T1";
    product.spacecraft = "LANDSAT_5";
    product.sensor = "TM";
    product.date = "2005-02-10";
    product.bands = {1, 2, 3, 4, 5, 7};
    return product;
}

mineprint::geo::Grid synthetic_grid(std::int64_t width, std::int64_t height) {
    return {mineprint::gdal_io::crs_to_wkt("EPSG:32647"), 300000, 2900000, 30, 30, width, height};
}

void write_layers(const fs::path& folder, const std::string& id, const mineprint::geo::Grid& grid,
                  const std::map<std::string, mineprint::raster::Raster<std::uint16_t>>& layers) {
    for (const auto& [layer, values] : layers) {
        mineprint::gdal_io::GeoTiffOptions options;  // without a nodata tag
        mineprint::gdal_io::write_geotiff<std::uint16_t>(
            folder / fmt::format("{}_{}.TIF", id, layer), grid, {values}, options);
    }
}
