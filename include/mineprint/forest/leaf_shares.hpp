// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mineprint::forest {

/// `count / total` as a 16-bit fraction: × 65535, rounded, halves up. 0 when `total` is 0.
[[nodiscard]] constexpr std::uint16_t share_of(std::uint64_t count, std::uint64_t total) {
    constexpr std::uint64_t one = 65535;
    return total == 0 ? std::uint16_t{0}
                      : static_cast<std::uint16_t>((2 * one * count + total) / (2 * total));
}

/// The class shares of leaves from their counts; both leaves × classes.
[[nodiscard]] std::vector<std::uint16_t> leaf_shares(std::span<const std::uint32_t> leaf_counts,
                                                     std::size_t num_classes);

}  // namespace mineprint::forest
