// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mineprint::pipeline {

/// How two outputs differ.
struct Comparison {
    std::vector<std::string> differences;  ///< one sentence each, ordered by file; empty: equal
    [[nodiscard]] bool equal() const noexcept { return differences.empty(); }
};

/// Compares two output folders, or two files: `results.h5` (but `/run`), `model.h5` and
/// `samples.h5` dataset by dataset, maps by their bytes and then by their pixels, tables and
/// mosaics by their bytes. Logs and reports may differ. A sentence names file, dataset or band, the
/// first place and the two values there. Throws DataError when one of the two is not there.
[[nodiscard]] Comparison compare_outputs(const std::filesystem::path& a,
                                         const std::filesystem::path& b);

}  // namespace mineprint::pipeline
