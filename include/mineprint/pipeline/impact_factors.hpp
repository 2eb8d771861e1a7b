// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mineprint/change/impact_range.hpp"
#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {

/// What 1 km² of the target class stands for.
struct NamedFactor {
    std::string name;
    std::string unit;      ///< of the figure
    std::string source;    ///< never empty
    bool of_gain = false;  ///< of area gained between two epochs; else of the area at an epoch
    change::ImpactFactor per_km2;
};

/// Reads factors from JSON: {"factors": [{"name", "unit", "of": "area" or "gain", "per": "ha" or
/// "km2", "low", "mode", "high", "source"}, …]}. Throws DataError naming file and factor: something
/// is missing or unknown, a name twice, not 0 ≤ low ≤ mode ≤ high, no source.
[[nodiscard]] std::vector<NamedFactor> read_impact_factors(const std::filesystem::path& path);

/// The impact of every zone: for factors of area at each epoch; for factors of gain between epochs
/// that follow each other, and the first and the last. Areas are the sample's where there are any,
/// with their standard errors, else the map's.
[[nodiscard]] std::vector<ImpactRow> impact_rows(const RegionTables& region,
                                                 const std::vector<NamedFactor>& factors);

}  // namespace mineprint::pipeline
