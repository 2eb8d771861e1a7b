// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {

/// The version of the layout that `write_results` writes; raised with every change that an earlier
/// reader would not understand.
inline constexpr std::int64_t result_schema_version = 2;

/// Writes `results.h5`: every table with units, CF attributes and a named coordinate on every axis.
/// All but the group `/run` depends on the numbers alone. Throws RunError.
void write_results(const std::filesystem::path& path, const ResultTables& tables);

/// Reads what `write_results` wrote. Throws DataError naming the file, the dataset and the cause.
[[nodiscard]] ResultTables read_results(const std::filesystem::path& path);

}  // namespace mineprint::pipeline
