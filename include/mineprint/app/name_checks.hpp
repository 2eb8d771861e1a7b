// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/app/draft.hpp"
#include "mineprint/app/setting.hpp"

namespace mineprint::app {

// Whether the names in a region's options are unique and known. All throw UsageError naming the
// places concerned. The draft's repeated options must still be in the order of its settings.

/// Names of epochs and zone layers, and what must name every epoch once.
void check_names(const Draft& draft, const Settings& settings);
/// Fields, classes and target.
void check_reference(const Draft& draft, const Settings& settings);
/// Zones and epochs of the mines to simulate.
void check_simulation(const Draft& draft, const Settings& settings);
/// Bands and indices, once the defaults that depend on the archive are in place.
void check_features(const Draft& draft, const Settings& settings);

}  // namespace mineprint::app
