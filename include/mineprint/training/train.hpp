// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/forest/forest.hpp"
#include "mineprint/forest/sample_table.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/training/options.hpp"
#include "mineprint/training/traffic.hpp"

namespace mineprint::training {

/// Collective over `comm`. Grows a forest from the rows of `samples` that are not held out. Every
/// rank gives its own part of the rows (any dealing out, also none); every rank gets the same
/// forest, the same bits for any number of ranks and threads and in either mode. Throws DataError
/// when fewer than two classes have rows, naming them. `traffic`, if given, is what the ranks sent
/// each other, the same on all.
[[nodiscard]] forest::Forest train(const mpi::Communicator& comm,
                                   const forest::SampleTable& samples, const ForestOptions& options,
                                   int num_threads, TrainingTraffic* traffic = nullptr);

}  // namespace mineprint::training
