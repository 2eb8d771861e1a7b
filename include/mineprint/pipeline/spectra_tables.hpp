// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "mineprint/pipeline/spectra_results.hpp"

namespace mineprint::pipeline {

/// Writes `spectra.h5`: see docs/formats/spectra.md. Throws RunError.
void write_spectra_file(const std::filesystem::path& path, const SpectraResults& results);

/// The fingerprint of a `spectra.h5`; empty when there is none or it cannot be read.
[[nodiscard]] std::string fingerprint_of_spectra(const std::filesystem::path& path);

/// Writes `sites.csv`, `matches.csv`, `spectra.csv`, `features.csv` and `resolvability.csv` into a
/// folder.
void write_spectra_csv(const std::filesystem::path& folder, const SpectraResults& results);

/// What is said of the sensor and each site, for the log.
[[nodiscard]] std::vector<std::string> spectra_lines(const SpectraResults& results);

}  // namespace mineprint::pipeline
