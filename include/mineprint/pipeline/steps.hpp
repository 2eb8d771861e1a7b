// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/pipeline/context.hpp"

namespace mineprint::pipeline {

// The inner side of the stages, for a run that has scanned its archives already. All collective.

/// Throws DataError naming everything that would keep the run from working.
void check_plan(const Context& context);
void sample_regions(Context& context);
void train_forests(Context& context);
void map_tiles(Context& context);
void reduce_maps(Context& context);

}  // namespace mineprint::pipeline
