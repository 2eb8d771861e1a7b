// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {

/// What a sample says of one region, as aligned tables with their intervals and the sentences that
/// limit them; empty without estimates.
[[nodiscard]] std::string assessment_text(const RegionTables& region);

}  // namespace mineprint::pipeline
