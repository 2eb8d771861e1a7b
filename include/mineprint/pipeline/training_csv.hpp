// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "mineprint/forest/forest.hpp"

namespace mineprint::pipeline {

/// Writes to `folder` what forests, by name, tell of cross-validation and tuning, as far as it was
/// made: `cross_validation.csv` (a line for each cell of the confusion of each fold, and of `all`
/// folds together) and `tuning.csv` (a line for each forest tried). A file of which there is
/// nothing to write is removed. Throws RunError.
void write_training_csv(const std::filesystem::path& folder,
                        const std::map<std::string, forest::Forest>& forests);

}  // namespace mineprint::pipeline
