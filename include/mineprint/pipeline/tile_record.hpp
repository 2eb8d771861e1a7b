// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mineprint/archive/scene.hpp"

namespace mineprint::pipeline {

/// What a class map says of itself in its metadata; the maps are the checkpoint of a run, so all
/// that `reduce` needs to know of a tile stands here.
struct TileRecord {
    std::string fingerprint;
    std::vector<std::string> classes;  ///< value i of the map is classes[i]
    std::string target;
    /// In 10 000ths: the map shows the target where its probability is at least this; −1: it shows
    /// the class with the most votes.
    std::int64_t threshold = -1;
    std::int64_t num_scenes = 0;
    std::int64_t num_clear_observations = 0;
    std::int64_t num_observed_pixels = 0;
    std::int64_t num_outside = 0;         ///< clear values below 0 or above 1, over all bands
    std::optional<double> baseline_step;  ///< see archive::BaselineStep
    std::vector<archive::Quarantined> quarantined;
    bool operator==(const TileRecord&) const = default;
};

/// The record as metadata items of a GeoTIFF.
[[nodiscard]] std::map<std::string, std::string> to_metadata(const TileRecord& record);
/// And back; nothing where the items are absent or not ours.
[[nodiscard]] std::optional<TileRecord> from_metadata(
    const std::map<std::string, std::string>& metadata);
/// The record of a map on disk; nothing where there is no readable map of ours.
[[nodiscard]] std::optional<TileRecord> read_tile_record(const std::filesystem::path& class_map);

}  // namespace mineprint::pipeline
