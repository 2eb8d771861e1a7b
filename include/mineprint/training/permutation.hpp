// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "mineprint/forest/forest.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/training/tree_grower.hpp"

namespace mineprint::training {

/// About how many rows are judged, however many there are. They fix an importance to a fraction of
/// a percentage point, and the time it takes is bounded by them.
inline constexpr std::uint64_t num_permuted_rows = 10'000;

/// Collective over `comm`. Permutation importance of the features (Breiman 2001): how much smaller
/// the share of a tree's out-of-bag rows that it takes for the right class is when one feature's
/// values are mixed up, averaged over the trees. The value a row gets is drawn from those of all
/// rows, keyed by (seed, tree, feature, row id), not moved there from another row: the expectation
/// is the same, and a row needs no other rank's. A tree's class is that with the largest share in
/// the leaf, the first of equals. Of a larger table, `num_permuted_rows` rows chosen by their
/// identity are judged. Fills `permutation_importance` and `permutation_error` (standard error over
/// the trees; NaN for a single one) of `report`. `own` are the rows this rank looks after: every
/// row is to be on one rank.
void assess_permutations(const mpi::Communicator& comm, std::span<const forest::Tree> trees,
                         const TrainingRows& own, const GrowthRules& rules, int num_threads,
                         forest::TrainingReport& report);

}  // namespace mineprint::training
