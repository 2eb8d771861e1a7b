// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {

/// Writes the numbers of `results.h5` flat into a folder, one fact a row, quoted as RFC 4180 says:
/// `areas.csv`, `change.csv`, `growth.csv`, `accuracy.csv`, `filter.csv`, `borders.csv`,
/// `sites.csv`, `quarantine.csv`. What is not a number is empty. Sums over the regions have the
/// region `all regions`; area without observation has the class `unobserved`. Throws RunError.
void write_csv_tables(const std::filesystem::path& folder, const ResultTables& tables);

}  // namespace mineprint::pipeline
