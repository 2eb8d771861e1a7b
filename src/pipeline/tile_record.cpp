// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/tile_record.hpp"

#include <nlohmann/json.hpp>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"

namespace mineprint::pipeline {
namespace {

constexpr auto fingerprint_key = "MINEPRINT_FINGERPRINT";
constexpr auto record_key = "MINEPRINT_TILE";

nlohmann::json to_json(const TileRecord& record) {
    nlohmann::json quarantined = nlohmann::json::array();
    for (const archive::Quarantined& row : record.quarantined) {
        quarantined.push_back({row.scene, row.path, row.tile, row.epoch, row.cause});
    }
    const nlohmann::json step =
        record.baseline_step ? nlohmann::json(*record.baseline_step) : nlohmann::json();
    return {{"baseline_step", step},
            {"classes", record.classes},
            {"target", record.target},
            {"threshold", record.threshold},
            {"scenes", record.num_scenes},
            {"clear_observations", record.num_clear_observations},
            {"observed_pixels", record.num_observed_pixels},
            {"outside_values", record.num_outside},
            {"quarantined", quarantined}};
}

TileRecord from_json(const nlohmann::json& json) {
    TileRecord record;
    record.classes = json.at("classes").get<std::vector<std::string>>();
    record.target = json.at("target").get<std::string>();
    record.threshold = json.value("threshold", std::int64_t{-1});
    record.num_scenes = json.at("scenes").get<std::int64_t>();
    record.num_clear_observations = json.at("clear_observations").get<std::int64_t>();
    record.num_observed_pixels = json.at("observed_pixels").get<std::int64_t>();
    if (json.contains("baseline_step") && json["baseline_step"].is_number()) {
        record.baseline_step = json["baseline_step"].get<double>();
    }
    record.num_outside = json.value("outside_values", std::int64_t{0});
    for (const auto& row : json.at("quarantined")) {
        record.quarantined.push_back({row.at(0), row.at(1), row.at(2), row.at(3), row.at(4)});
    }
    return record;
}

}  // namespace

std::map<std::string, std::string> to_metadata(const TileRecord& record) {
    return {{fingerprint_key, record.fingerprint},
            {record_key,
             to_json(record).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace)}};
}

std::optional<TileRecord> from_metadata(const std::map<std::string, std::string>& metadata) {
    const auto fingerprint = metadata.find(fingerprint_key);
    const auto text = metadata.find(record_key);
    if (fingerprint == metadata.end() || text == metadata.end()) {
        return std::nullopt;
    }
    try {
        TileRecord record = from_json(nlohmann::json::parse(text->second));
        record.fingerprint = fingerprint->second;
        return record;
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

std::optional<TileRecord> read_tile_record(const std::filesystem::path& class_map) {
    if (!std::filesystem::exists(class_map)) {
        return std::nullopt;
    }
    try {
        return from_metadata(gdal_io::RasterReader(class_map).info().metadata);
    } catch (const core::DataError&) {
        return std::nullopt;  // something broken lies there: it will be written anew
    }
}

}  // namespace mineprint::pipeline
