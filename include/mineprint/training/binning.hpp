// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/forest/threshold_table.hpp"

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
[[nodiscard]] std::vector<ValueCount> count_values(std::span<const float> values);

/// A float t with a <= t < b, in the middle where there is one. Needs a < b.
[[nodiscard]] float threshold_between(float a, float b);

/// The at most 254 thresholds that cut a feature into bins, rising. With at most 255 distinct
/// values each has its own bin. Else bins are filled from below: each takes whole values until it
/// holds its share of the rows that are left. `values` as `count_values` gives them.
[[nodiscard]] std::vector<float> make_thresholds(std::span<const ValueCount> values);

/// Makes the thresholds of `make_thresholds` from values that come one after the other, rising; it
/// can be sent to another rank in between.
class ThresholdMaker {
  public:
    ThresholdMaker() = default;
    /// `num_rows` and `num_distinct` are of all values that will come.
    ThresholdMaker(std::uint64_t num_rows, std::uint64_t num_distinct)
        : exact_(num_distinct <= max_bins), rows_left_(num_rows) {}

    /// Takes the next values; appends to `thresholds` those that lie below one of them.
    void add(std::span<const ValueCount> values, std::vector<float>& thresholds);

  private:
    bool exact_ = true;
    bool any_ = false;
    std::uint64_t rows_left_ = 0;  ///< that are in no bin that is done
    std::uint64_t bins_left_ = max_bins;
    std::uint64_t in_bin_ = 0;
    ValueCount last_;
};

/// Turns values of one feature into bytes.
class Binner {
  public:
    /// `thresholds` as of `make_thresholds`.
    explicit Binner(std::vector<float> thresholds) : table_(std::move(thresholds)) {}

    /// How many thresholds lie below the value; `missing_code` for NaN.
    [[nodiscard]] std::uint8_t code_of(float value) const noexcept {
        return std::isnan(value) ? missing_code : static_cast<std::uint8_t>(table_.bin_of(value));
    }
    [[nodiscard]] std::span<const float> thresholds() const noexcept { return table_.thresholds(); }

  private:
    forest::ThresholdTable table_;
};

}  // namespace mineprint::training
