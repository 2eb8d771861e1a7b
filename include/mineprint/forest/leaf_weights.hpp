// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mineprint::forest {

/// How far, in parts of itself, a weight may be from the one meant: after a few roundings to single
/// precision, or to double precision and decimals.
inline constexpr double single_weight_error = 1.0 / (1U << 22U);
inline constexpr double double_weight_error = 1.0 / (1ULL << 40U);

/// The counts that stand for the class weights of a leaf. Whole weights are counts as they are.
/// Others become the smallest whole numbers in their ratio within `error` of each: weights k/n of
/// the sum become k, exactly, for n up to 1 / sqrt(2 · error), which is 1448 in single precision.
/// Where there are none below 2^31 the counts are shares of 2^31. Throws DataError for a weight
/// that is negative or no number, and when all are 0.
[[nodiscard]] std::vector<std::uint32_t> counts_of_weights(std::span<const double> weights,
                                                           double error);

/// The counts of a leaf of two classes of which the second has the weight `share`, 0 … 1, and the
/// first the rest; as above. Shares within `error` of 1 are 1.
[[nodiscard]] std::vector<std::uint32_t> counts_of_second(double share, double error);

/// Counts whose shares, rounded to 65 535ths as the program does (leaf_shares.hpp), are these very
/// ones; empty when no counts have them.
[[nodiscard]] std::vector<std::uint32_t> counts_of_shares(std::span<const std::uint16_t> shares);

}  // namespace mineprint::forest
