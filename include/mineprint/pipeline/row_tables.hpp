// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/hdf5_io/file.hpp"
#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {

// Alerts and impact: one row for each fact, in a group with the axis `row`, and in a CSV file.

void write_alerts(hdf5_io::File& file, const std::string& group, const std::vector<AlertRow>& rows);
[[nodiscard]] std::vector<AlertRow> read_alerts(const hdf5_io::File& file,
                                                const std::string& group);

void write_impact(hdf5_io::File& file, const std::string& group,
                  const std::vector<ImpactRow>& rows);
[[nodiscard]] std::vector<ImpactRow> read_impact(const hdf5_io::File& file,
                                                 const std::string& group);

[[nodiscard]] std::string alerts_csv(const ResultTables& tables);
[[nodiscard]] std::string impact_csv(const ResultTables& tables);

/// Both of one region, for the terminal: the alerts of all zones, the impact of the whole region;
/// empty where there are none.
[[nodiscard]] std::string rows_text(const RegionTables& region);

}  // namespace mineprint::pipeline
