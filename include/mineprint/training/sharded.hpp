// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/training/level_grower.hpp"
#include "mineprint/training/replicated.hpp"

namespace mineprint::training {

/// Collective over the ranks of the setting. Grows the same forest as `grow_replicated`, but every
/// row stays on its rank until its node is small.
[[nodiscard]] GrownForest grow_sharded(const ShardedSetting& setting);

}  // namespace mineprint::training
