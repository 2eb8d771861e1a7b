// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/forest/forest.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/training/tree_grower.hpp"

namespace mineprint::training {

/// The numbers of trees at which a learning curve has a point: 1, 2, 3, 5, 7, 10, 15, 20, 30, 50,
/// 70, 100, 150, …, `others` (above 0), and `num_trees` itself; none above that.
[[nodiscard]] std::vector<std::uint32_t> curve_points(std::uint32_t num_trees,
                                                      std::span<const int> others);

/// Collective over `comm`. What the trees say of rows they were not grown from: a row's class is
/// that with the largest sum of class shares (as `forest::Prediction` defines them) over the trees
/// that do not have it in their bag, the first of equals; rows that are in all bags do not count.
/// A row's margin (Breiman 2001) is the sum of its true class less the largest of another, as a
/// share of all. Fills `oob_error`, `oob_margin` (the mean), `oob_confusion` and the learning curve
/// of `report`. `own` are the rows this
/// rank looks after: every row is to be on one rank.
void assess_out_of_bag(const mpi::Communicator& comm, std::span<const forest::Tree> trees,
                       const TrainingRows& own, const GrowthRules& rules, int num_threads,
                       forest::TrainingReport& report);

}  // namespace mineprint::training
