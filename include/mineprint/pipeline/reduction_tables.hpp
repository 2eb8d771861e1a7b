// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/pipeline/region_reduction.hpp"
#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {

/// A region's tables for `results.h5`, from what its tiles added up to.
[[nodiscard]] RegionTables region_tables(const ReductionInput& input, const Reduction& reduction);

}  // namespace mineprint::pipeline
