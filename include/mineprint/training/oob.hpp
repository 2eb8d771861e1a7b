// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/forest/forest.hpp"

namespace mineprint::training {

/// Sums, per row, of the leaf shares of the trees that did not have the row in their bag.
struct OobVotes {
    std::size_t num_classes = 0;
    std::vector<std::uint32_t> sums;       ///< rows × classes
    std::vector<std::uint32_t> num_trees;  ///< per row: trees it was out of the bag of
};

/// Fills `oob_error` and `oob_confusion` of `report`: the class of a row is that with the largest
/// sum, the first of equals; rows that were in every bag do not count.
void assess(const OobVotes& votes, std::span<const std::uint8_t> labels,
            forest::TrainingReport& report);

}  // namespace mineprint::training
