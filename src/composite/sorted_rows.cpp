// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/sorted_rows.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "mineprint/core/checked_cast.hpp"

namespace mineprint::composite {

bool mask_of_block(std::span<const std::uint8_t> mask, RowMask& bits) {
    std::uint32_t any = 0;
    for (std::size_t i = 0; i < mask.size(); ++i) {
        bits[i] = mask[i] != 0 ? ~std::uint32_t{0} : 0;
        any |= bits[i];
    }
    return any != 0;
}

void SortedRows::put(std::size_t row, std::span<const float> values, const RowMask& counts) {
    constexpr auto last = std::bit_cast<std::uint32_t>(std::numeric_limits<float>::infinity());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto value = std::bit_cast<std::uint32_t>(values[i]);
        rows_[row][i] = std::bit_cast<float>((value & counts[i]) | (last & ~counts[i]));
    }
}

void SortedRows::sort(std::size_t num_rows) {
    std::vector<Comparator>& network = networks_[num_rows];
    if (network.empty() && num_rows > 1) {
        network = sorting_network(core::checked_cast<std::uint32_t>(num_rows));
    }
    sort_rows(network, rows_);
}

double SortedRows::quantile(std::size_t pixel, std::size_t count, double share) const {
    const double place = static_cast<double>(count - 1) * share;
    const auto rank = std::min(static_cast<std::size_t>(place), count - 1);
    const double low = rows_[rank][pixel];
    const double high = rows_[std::min(rank + 1, count - 1)][pixel];
    return low + (place - static_cast<double>(rank)) * (high - low) + 0.0;
}

}  // namespace mineprint::composite
