// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include "mineprint/composite/sorting_network.hpp"

namespace mineprint::composite {

/// All bits where a pixel counts, none elsewhere: a choice by bits takes no branches. Word is as
/// wide as what is chosen.
template <class Word>
using RowMask = std::array<Word, block_size>;

/// Where a mask is set in a block; false when it is nowhere. Word: std::uint16_t or std::uint32_t.
template <class Word>
bool mask_of_block(std::span<const std::uint8_t> mask, RowMask<Word>& bits);

/// The ranks that a user of `SortedRows` asks for.
enum class Ranks {
    all,
    up_to_median,  ///< of any number of values
};

/// Series of values of one block of pixels, one row for each observation, in order. T: float or
/// std::uint16_t.
template <class T>
class SortedRows {
  public:
    using Mask = RowMask<std::conditional_t<sizeof(T) == 2, std::uint16_t, std::uint32_t>>;

    SortedRows(std::size_t most_rows, Ranks ranks)
        : ranks_(ranks), rows_(most_rows), networks_(most_rows + 1) {}

    /// Puts an observation's values into a row; what does not count is sorted to the end.
    void put(std::size_t row, std::span<const T> values, const Mask& counts);
    /// Sorts the first `num_rows` rows, pixel by pixel.
    void sort(std::size_t num_rows);

    /// The value at a rank, from 0. @pre sorted
    [[nodiscard]] T at(std::size_t pixel, std::size_t rank) const { return rows_[rank][pixel]; }

  private:
    Ranks ranks_;
    std::vector<Row<T>> rows_;
    std::vector<std::vector<Comparator>> networks_;  ///< by the number of rows
};

/// The median of the `count` lowest values, in single precision as numpy has it: half the sum of
/// the two middle ones; of an odd number they are one and the same, and the sum is exact. Adding 0
/// makes +0 of -0, so that it does not matter which of the two zeros came to stand in the middle.
/// `at` gives the value at a rank. @pre count > 0
template <class At>
[[nodiscard]] float median_of(std::size_t count, At&& at) {
    const float low = at((count - 1) / 2);
    const float high = at(count / 2);
    return (low + high) * 0.5F + 0.0F;
}

/// The quantile (0 … 1) of the `count` lowest values: type 7, in double precision. As above.
template <class At>
[[nodiscard]] double quantile_of(std::size_t count, double share, At&& at) {
    const double place = static_cast<double>(count - 1) * share;
    const auto rank = std::min(static_cast<std::size_t>(place), count - 1);
    const double low = at(rank);
    const double high = at(std::min(rank + 1, count - 1));
    return low + (place - static_cast<double>(rank)) * (high - low) + 0.0;
}

}  // namespace mineprint::composite
