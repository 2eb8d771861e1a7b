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
/// Whether any region's job asks for filtered maps.
[[nodiscard]] bool wants_filter(const Job& job);
/// Of the regions whose job asks for it.
void filter_maps(Context& context);
void reduce_maps(Context& context);
/// Prints how many validation points a job's maps need.
void plan_accuracy(const Context& context);

}  // namespace mineprint::pipeline
