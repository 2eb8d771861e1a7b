// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "mineprint/forest/sample_table.hpp"
#include "mineprint/training/options.hpp"

namespace mineprint::training {

/// The fold of a sample that takes no part, because it is held out.
inline constexpr std::uint16_t no_fold = std::numeric_limits<std::uint16_t>::max();

/// Most folds: more are of no use, and each takes a forest.
inline constexpr int max_folds = 1000;

struct Folds {
    std::vector<std::string> names;     ///< `1`, `2`, …, or those of the regions; none is empty
    std::vector<std::uint16_t> of_row;  ///< index into `names`, or `no_fold`
};

/// Deals the samples that are not held out to folds, in units that stay together (see `FoldUnit`;
/// Roberts et al. 2017, Ecography 40:913-929). The units of a class (a unit is of the class that
/// most of its samples have, the first of equals) come in an order drawn from `seed` and their
/// identity, and each goes to the fold with the fewest samples of that class, of equals to that
/// with the fewest samples, then to the first: single samples are so stratified by class. With
/// `FoldUnit::region` every region is a fold. The order of the rows has no influence.
/// `options.unit` must not be `none`. Throws DataError when there are fewer units than folds or
/// fewer than two regions.
[[nodiscard]] Folds deal_to_folds(const forest::SampleTable& samples, const FoldOptions& options,
                                  std::uint64_t seed);

}  // namespace mineprint::training
