// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "mineprint/simulate/acquisitions.hpp"
#include "mineprint/simulate/simulate.hpp"

namespace mineprint::simulate {

/// SHA-256 of everything in the options that an archive's bytes depend on, and of the version of
/// the simulator's method.
[[nodiscard]] std::string fingerprint_of(const SimulateOptions& options);

/// Whether `root` holds a complete archive of that fingerprint: `simulation.json` says so, and all
/// files it lists are there with the sizes it gives.
[[nodiscard]] bool is_complete_archive(const std::filesystem::path& root,
                                       const std::string& fingerprint);

/// Takes away made-up products of other options, which an earlier call left. Throws DataError, and
/// takes nothing away, when there are products that are not synthetic.
void clear_for(const std::filesystem::path& root, const std::string& fingerprint);

/// Writes `simulation.json`: options, fingerprint, all files with their sizes.
void write_record(const std::filesystem::path& root, const SimulateOptions& options,
                  std::span<const PlannedScene> scenes);

}  // namespace mineprint::simulate
