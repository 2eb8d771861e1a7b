// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mineprint::training {

/// Most bins of a feature. A bin's number and `missing_code` together fit one byte.
inline constexpr int max_bins = 255;
/// The code of a missing value (NaN).
inline constexpr std::uint8_t missing_code = 255;

/// A value and how many rows have it.
struct ValueCount {
    float value = 0;
    std::uint64_t count = 0;
    bool operator==(const ValueCount&) const = default;
};

/// Distinct values in rising order with their counts. NaN is left out; -0 is 0.
[[nodiscard]] std::vector<ValueCount> count_values(std::vector<float> values);

/// A float t with a <= t < b, in the middle where there is one. Needs a < b.
[[nodiscard]] float threshold_between(float a, float b);

/// The at most 254 thresholds that cut a feature into bins, rising. With at most 255 distinct
/// values each has its own bin. Else bins are filled from below: each takes whole values until it
/// holds its share of the rows that are left. `values` as `count_values` gives them.
[[nodiscard]] std::vector<float> make_thresholds(std::span<const ValueCount> values);

/// The bin of a value: how many thresholds lie below it; `missing_code` for NaN.
[[nodiscard]] std::uint8_t bin_of(std::span<const float> thresholds, float value);

}  // namespace mineprint::training
