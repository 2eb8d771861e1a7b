// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/hdf5_io/file.hpp"
#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {

/// Compares the two sides of every pair the job names, from the layer of its bands and the sites.
[[nodiscard]] std::vector<BorderTables> border_tables(const RegionJob& job,
                                                      const RegionTables& region);

/// Two-sided p-value of the difference between the means of two groups: the share of random
/// divisions of all values into groups of these sizes whose difference is at least as large, the
/// observed one counted (Phipson & Smyth 2010). NaN when a group is empty or there is nothing to
/// divide. Draws are keyed by `seed`, so the value depends on the arguments alone.
[[nodiscard]] double permutation_p_value(const std::vector<double>& first,
                                         const std::vector<double>& second,
                                         std::int64_t num_permutations, std::uint64_t seed);

/// Writes and reads the groups `borders/<name>` of a region in results.h5.
void write_borders(hdf5_io::File& file, const std::string& group,
                   const std::vector<BorderTables>& borders);
[[nodiscard]] std::vector<BorderTables> read_borders(const hdf5_io::File& file,
                                                     const std::string& group);

[[nodiscard]] std::string borders_csv(const ResultTables& tables);
/// A few lines on each pair.
[[nodiscard]] std::string borders_text(const RegionTables& region);

}  // namespace mineprint::pipeline
