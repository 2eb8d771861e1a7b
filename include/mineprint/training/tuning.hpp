// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/forest/forest.hpp"
#include "mineprint/forest/sample_table.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/training/options.hpp"

namespace mineprint::training {

/// True when trees or mtry are to be chosen.
[[nodiscard]] bool wants_tuning(const ForestOptions& options);

/// Collective over `comm`. The out-of-bag error of forests with all pairs of `tuning_mtry` and
/// `tuning_trees`, in rising order of mtry, then trees. The first trees of a forest are the smaller
/// forest, so one forest is grown for each mtry. Rows as for `train`; the same on all ranks. Throws
/// as `train`, and DataError when no sample is ever out of bag.
[[nodiscard]] std::vector<forest::TuningPoint> tune(const mpi::Communicator& comm,
                                                    const forest::SampleTable& samples,
                                                    const ForestOptions& options, int num_threads);

/// The point to use, by the rule of one standard error (Breiman et al. 1984, 3.4.3): of the points
/// whose error is at most the smallest error e plus sqrt(e (1 - e) / samples), those with the
/// fewest trees; of these the one with the smallest error, then with the smallest mtry. `points`
/// must not be empty.
[[nodiscard]] std::size_t best_point(std::span<const forest::TuningPoint> points,
                                     std::uint64_t num_samples);

/// The options with the trees and mtry of a point, and nothing left to choose.
[[nodiscard]] ForestOptions tuned(ForestOptions options, const forest::TuningPoint& point);

}  // namespace mineprint::training
