// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "mineprint/forest/forest.hpp"

namespace mineprint::forest {

/// `count / total` as a 16-bit fraction: × 65535, rounded, halves up. 0 when `total` is 0.
[[nodiscard]] constexpr std::uint16_t share_of(std::uint64_t count, std::uint64_t total) {
    constexpr std::uint64_t one = 65535;
    return total == 0 ? std::uint16_t{0}
                      : static_cast<std::uint16_t>((2 * one * count + total) / (2 * total));
}

/// The class shares of all leaves of a tree: leaves × classes.
[[nodiscard]] std::vector<std::uint16_t> leaf_shares(const Tree& tree, std::size_t num_classes);

}  // namespace mineprint::forest
