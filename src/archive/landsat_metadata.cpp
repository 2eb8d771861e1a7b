// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/landsat_metadata.hpp"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "mineprint/archive/metadata_groups.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::archive {
namespace {

constexpr const char* contents_group = "PRODUCT_CONTENTS";
constexpr const char* image_group = "IMAGE_ATTRIBUTES";
constexpr const char* reflectance_group = "LEVEL2_SURFACE_REFLECTANCE_PARAMETERS";

/// Values of one metadata file, with errors that name the file.
class Record {
  public:
    explicit Record(const std::filesystem::path& path)
        : path_(path), groups_(read_metadata_groups(path)) {}

    /// The value, or nullptr where the file does not have the key.
    [[nodiscard]] const std::string* find(const std::string& group, const std::string& key) const {
        const auto keys = groups_.find(group);
        if (keys == groups_.end()) {
            return nullptr;
        }
        const auto value = keys->second.find(key);
        return value == keys->second.end() ? nullptr : &value->second;
    }
    [[nodiscard]] const std::string& text(const std::string& group, const std::string& key) const {
        const std::string* value = find(group, key);
        if (value == nullptr) {
            fail(fmt::format("it has no {} in the group {}", key, group));
        }
        return *value;
    }
    [[nodiscard]] double number(const std::string& group, const std::string& key) const {
        const std::string& value = text(group, key);
        double result = 0;
        const char* end = value.data() + value.size();
        const auto [stop, problem] = std::from_chars(value.data(), end, result);
        if (problem != std::errc() || stop != end || !std::isfinite(result)) {
            fail(fmt::format("{} = '{}' is not a number", key, value));
        }
        return result;
    }
    [[noreturn]] void fail(const std::string& reason) const {
        throw core::DataError(
            fmt::format("the metadata file {} cannot be used: {}", path_.string(), reason));
    }

  private:
    std::filesystem::path path_;
    MetadataGroups groups_;
};

/// The product id, which must also be how the metadata file begins.
LandsatName product_name(const Record& record, const std::filesystem::path& path) {
    const std::string& id = record.text(contents_group, "LANDSAT_PRODUCT_ID");
    if (path.stem().string() != id + "_MTL") {
        record.fail(fmt::format("LANDSAT_PRODUCT_ID = '{}' is not the product of its name", id));
    }
    try {
        return LandsatName::parse(id);
    } catch (const core::DataError& error) {
        record.fail(error.what());
    }
}

std::string_view sensor_prefix(Sensor sensor) {
    return sensor == Sensor::etm ? "ETM" : sensor_name(sensor);
}

void check_against_name(const Record& record, const LandsatName& name) {
    const std::string& spacecraft = record.text(image_group, "SPACECRAFT_ID");
    if (spacecraft != fmt::format("LANDSAT_{}", name.satellite)) {
        record.fail(fmt::format("SPACECRAFT_ID = '{}' contradicts the product's name", spacecraft));
    }
    const std::string& sensor = record.text(image_group, "SENSOR_ID");
    if (!sensor.starts_with(sensor_prefix(name.sensor))) {
        record.fail(fmt::format("SENSOR_ID = '{}' contradicts the product's name", sensor));
    }
    const std::string& date = record.text(image_group, "DATE_ACQUIRED");
    if (date != name.acquired.text()) {
        record.fail(fmt::format("DATE_ACQUIRED = '{}' contradicts the product's name", date));
    }
}

std::string file_name(const std::string& value) {
    return std::filesystem::path(value).filename().string();
}

std::string optional_file(const Record& record, const std::string& key) {
    const std::string* value = record.find(contents_group, key);
    return value == nullptr ? std::string() : file_name(*value);
}

LandsatBandRecord band_record(const Record& record, const LandsatBand& band) {
    LandsatBandRecord result;
    result.band = band.band;
    result.number = band.number;
    result.file =
        file_name(record.text(contents_group, fmt::format("FILE_NAME_BAND_{}", band.number)));
    result.scale =
        record.number(reflectance_group, fmt::format("REFLECTANCE_MULT_BAND_{}", band.number));
    result.offset =
        record.number(reflectance_group, fmt::format("REFLECTANCE_ADD_BAND_{}", band.number));
    if (result.scale == 0) {
        record.fail(fmt::format("REFLECTANCE_MULT_BAND_{} is 0", band.number));
    }
    return result;
}

}  // namespace

LandsatMetadata read_landsat_metadata(const std::filesystem::path& metadata_file) {
    const Record record(metadata_file);
    LandsatMetadata metadata;
    metadata.name = product_name(record, metadata_file);
    check_against_name(record, metadata.name);
    if (record.find(image_group, "CLOUD_COVER") != nullptr) {
        metadata.cloud_cover_pct = record.number(image_group, "CLOUD_COVER");
    }
    for (const LandsatBand& band : landsat_bands(metadata.name.sensor)) {
        metadata.bands.push_back(band_record(record, band));
    }
    metadata.quality_file = file_name(record.text(contents_group, "FILE_NAME_QUALITY_L1_PIXEL"));
    metadata.saturation_file = optional_file(record, "FILE_NAME_QUALITY_L1_RADIOMETRIC_SATURATION");
    metadata.aerosol_file = optional_file(record, "FILE_NAME_QUALITY_L2_AEROSOL");
    metadata.internal_cloud_file =
        optional_file(record, "FILE_NAME_QUALITY_L2_SURFACE_REFLECTANCE_CLOUD");
    return metadata;
}

}  // namespace mineprint::archive
