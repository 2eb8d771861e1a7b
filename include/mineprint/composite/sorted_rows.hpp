// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/composite/sorting_network.hpp"

namespace mineprint::composite {

/// All bits where a pixel counts, none elsewhere: a choice by bits takes no branches.
using RowMask = std::array<std::uint32_t, block_size>;

/// Where a mask is set in a block; false when it is nowhere.
bool mask_of_block(std::span<const std::uint8_t> mask, RowMask& bits);

/// Series of values of one block of pixels, one row for each observation, and their order
/// statistics.
class SortedRows {
  public:
    explicit SortedRows(std::size_t most_rows) : rows_(most_rows), networks_(most_rows + 1) {}

    /// Puts an observation's values into a row; what does not count is sorted to the end.
    void put(std::size_t row, std::span<const float> values, const RowMask& counts);
    /// Sorts the first `num_rows` rows, pixel by pixel.
    void sort(std::size_t num_rows);

    /// The value at a rank, from 0. @pre sorted
    [[nodiscard]] float at(std::size_t pixel, std::size_t rank) const { return rows_[rank][pixel]; }
    /// The median of the `count` lowest values of a pixel, in single precision as numpy has it:
    /// half the sum of the two middle ones; of an odd number they are one and the same, and the sum
    /// is exact. Adding 0 makes +0 of -0, so that it does not matter which of the two zeros came to
    /// stand in the middle. @pre sorted; count > 0
    [[nodiscard]] float median(std::size_t pixel, std::size_t count) const {
        const float low = rows_[(count - 1) / 2][pixel];
        const float high = rows_[count / 2][pixel];
        return (low + high) * 0.5F + 0.0F;
    }
    /// The quantile (0 … 1) of the `count` lowest values: type 7, in double precision. @pre as
    /// above
    [[nodiscard]] double quantile(std::size_t pixel, std::size_t count, double share) const;

  private:
    std::vector<Row> rows_;
    std::vector<std::vector<Comparator>> networks_;  ///< by the number of rows
};

}  // namespace mineprint::composite
