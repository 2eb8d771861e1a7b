// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/forest/forest.hpp"
#include "mineprint/forest/sample_table.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/training/folds.hpp"
#include "mineprint/training/options.hpp"

namespace mineprint::training {

/// Collective over `comm`. For every fold a forest is grown by `options` from the samples of the
/// other folds, by all ranks as `train` does it, and classifies those of the fold. Every rank gives
/// its own part of the rows, and `folds.of_row` for these; the names of the folds are the same on
/// all. Every rank gets the same confusions, whatever the dealing out. Throws as `train`, naming
/// the fold.
[[nodiscard]] forest::CrossValidation cross_validate(const mpi::Communicator& comm,
                                                     forest::SampleTable samples,
                                                     const Folds& folds,
                                                     const ForestOptions& options, int num_threads);

}  // namespace mineprint::training
