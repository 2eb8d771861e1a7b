// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mineprint::composite {

/// Puts the smaller of two rows at `low`, the larger at `high`.
struct Comparator {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
};

/// Comparators that sort `count` rows in rising order (Batcher 1968, "Sorting networks and their
/// applications", AFIPS 32:307-314: the odd-even merge). They are the same for all pixels, so that
/// many pixels are sorted at once. Those that do not matter to the `num_lowest` first rows are left
/// out: a median asks for half of them.
[[nodiscard]] std::vector<Comparator> sorting_network(std::uint32_t count,
                                                      std::uint32_t num_lowest);

/// Pixels sorted together: two dozen rows of them stay in the first-level cache.
inline constexpr std::size_t block_size = 256;
/// One value for each pixel of a block.
template <class T>
using Row = std::array<T, block_size>;

/// Runs a network over rows, each pixel by itself. T: float or std::uint16_t. @pre no NaN
template <class T>
void sort_rows(std::span<const Comparator> network, std::span<Row<T>> rows);

}  // namespace mineprint::composite
