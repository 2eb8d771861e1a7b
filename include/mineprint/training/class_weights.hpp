// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mineprint/training/options.hpp"

namespace mineprint::training {

/// Most rows × weight a forest is grown from, so that the sums of a bag fit 32 bits.
inline constexpr std::uint64_t max_weighted_rows = std::uint64_t{1} << 30U;

/// Class weights as integers, so that every sum is exact: weight / largest × 2^k, rounded, at least
/// 1, with the largest k <= 24 that keeps rows × weight within `max_weighted_rows`; then divided by
/// their greatest common divisor. Equal weights are all 1. Classes without rows get 1. Throws
/// UsageError for an unknown class (naming the nearest) or a weight that is not positive.
[[nodiscard]] std::vector<std::uint32_t> integer_class_weights(
    const ForestOptions& options, const std::vector<std::string>& classes,
    std::span<const std::uint64_t> rows_per_class);

}  // namespace mineprint::training
