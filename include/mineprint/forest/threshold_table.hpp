// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mineprint::forest {

/// Finds quickly between which thresholds a value lies: a table over equal steps of value says
/// where to begin, and few comparisons remain. Exact for every float, infinities too.
class ThresholdTable {
  public:
    ThresholdTable() : ThresholdTable(std::vector<float>()) {}
    /// `thresholds` rising and distinct, no NaN.
    explicit ThresholdTable(std::vector<float> thresholds);

    [[nodiscard]] std::size_t size() const noexcept { return num_thresholds_; }
    [[nodiscard]] std::span<const float> thresholds() const noexcept {
        return std::span(thresholds_).first(num_thresholds_);
    }
    /// How many thresholds lie below the value: `value <= thresholds()[k]` exactly when it is at
    /// most k. Any number for NaN.
    [[nodiscard]] std::uint32_t bin_of(float value) const noexcept {
        std::uint32_t bin = first_bin_[step_of(value)];
        // Most steps hold one threshold or none: two additions take no branch.
        bin += value > thresholds_[bin] ? 1U : 0U;
        bin += value > thresholds_[bin] ? 1U : 0U;
        while (value > thresholds_[bin]) {
            ++bin;
        }
        return bin;
    }

  private:
    static constexpr std::size_t num_steps = 1024;
    /// Never falls as the value rises, so no threshold at or above the value stands in an earlier
    /// step.
    [[nodiscard]] std::size_t step_of(float value) const noexcept {
        const float step = (value - lowest_) * steps_per_unit_;
        if (!(step > 0)) {  // NaN too
            return 0;
        }
        constexpr auto last = static_cast<float>(num_steps - 1);
        return static_cast<std::size_t>(step < last ? step : last);
    }

    std::size_t num_thresholds_;
    std::vector<float> thresholds_;  ///< and two infinities behind them
    float lowest_ = 0;
    float steps_per_unit_ = 0;
    std::vector<std::uint32_t> first_bin_;  ///< per step: thresholds in earlier steps
};

}  // namespace mineprint::forest
