// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {

/// Writes statistics flat into a folder, one fact a row: `change_statistics.csv` (gain, loss, net,
/// swap, persistence), `pairs.csv` (what was observed at both epochs, rates), `transitions.csv`,
/// `adjusted_areas.csv`, `adjusted_change.csv`, `adjusted_growth.csv`, `accuracy_intervals.csv`,
/// `detection_curves.csv`, `alerts.csv`, `impact.csv`. What is not a number is empty. Throws
/// RunError.
void write_statistics_csv(const std::filesystem::path& folder, const ResultTables& tables);

}  // namespace mineprint::pipeline
