// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/forest/forest.hpp"

namespace mineprint::forest {

/// Refuses a forest that cannot be walked: throws DataError naming the tree and the node. Checks
/// that every child comes after its parent, every feature, node and leaf index exists, and no
/// threshold is NaN.
void validate(const Forest& forest);

}  // namespace mineprint::forest
