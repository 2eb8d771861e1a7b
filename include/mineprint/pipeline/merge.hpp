// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {

/// Results and the file they were read from.
struct ResultPart {
    std::filesystem::path file;
    ResultTables tables;
};

/// The results of many runs as if one run had made them: regions ordered by name, totals summed in
/// that order, and nothing of `/run`. So the tables depend on the regions alone: not on how they
/// were shared out to runs, on the order of `parts`, or on merging in several steps. Versions of
/// the program or of a library that differ are told as a list, `3.6.2 + 3.8.0`. Throws UsageError
/// naming region and files when two parts hold the same region or the regions differ in their
/// target class, for then a sum over them means nothing.
[[nodiscard]] ResultTables merged(std::vector<ResultPart> parts);

/// The totals as one flat table, a row for each layer, zone and epoch that some region covers: area
/// of the target class in km², pixels, how many regions are in the sum, and the growth since the
/// epoch before, of the regions that have both.
[[nodiscard]] std::string global_csv(const ResultTables& tables);

/// Reads `files` and writes `results.h5` and `tables/` with `global.csv` into `output`. Throws
/// UsageError when `output` holds a run, whose results would be lost; DataError, RunError.
/// Returns what was merged.
ResultTables merge_results(const std::vector<std::filesystem::path>& files,
                           const std::filesystem::path& output);

}  // namespace mineprint::pipeline
