// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "mineprint/forest/forest.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/training/traffic.hpp"

namespace mineprint::training {

/// Collective over `comm`. Every rank gives the trees it grew, by their index; every rank gets all
/// `num_trees` in order.
[[nodiscard]] std::vector<forest::Tree> gather_trees(const mpi::Communicator& comm,
                                                     std::map<std::int64_t, forest::Tree>&& own,
                                                     std::size_t num_trees,
                                                     TrainingTraffic& traffic);

}  // namespace mineprint::training
