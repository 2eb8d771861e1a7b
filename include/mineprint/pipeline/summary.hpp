// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {

/// What a run prints in the end, as aligned tables: per zone layer the target class's area in each
/// epoch with its growth from the first to the last epoch and per year, the unobserved share; the
/// accuracy of each epoch.
[[nodiscard]] std::string summary_text(const ResultTables& tables);

}  // namespace mineprint::pipeline
