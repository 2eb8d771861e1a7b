// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/forest/forest.hpp"
#include "mineprint/training/training_rows.hpp"
#include "mineprint/training/tree_grower.hpp"

namespace mineprint::training {

/// What the trees say of rows they were not grown from: per row, the sums of the class shares (as
/// `forest::Prediction` defines them) of the trees that do not have the row in their bag.
class OobVotes {
  public:
    OobVotes(std::size_t num_rows, std::size_t num_classes)
        : num_classes_(num_classes), sums_(num_rows * num_classes), num_trees_(num_rows) {}

    /// Lets a tree vote on its out-of-bag rows.
    void add(const GrownTree& grown, const TrainingRows& rows);
    void merge(const OobVotes& other);

    /// Per row and class; per row, how many trees voted. For sums over ranks.
    [[nodiscard]] std::span<std::uint32_t> sums() noexcept { return sums_; }
    [[nodiscard]] std::span<std::uint32_t> num_trees() noexcept { return num_trees_; }

    /// Fills `oob_error` and `oob_confusion` of `report`. The class of a row is that with the
    /// largest sum, the first of equals; rows that are in all bags do not count.
    void assess(std::span<const std::uint8_t> labels, forest::TrainingReport& report) const;

  private:
    std::size_t num_classes_;
    std::vector<std::uint32_t> sums_;
    std::vector<std::uint32_t> num_trees_;
};

}  // namespace mineprint::training
