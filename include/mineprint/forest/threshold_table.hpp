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
    /// `thresholds` rising and distinct, no NaN, at most 65 535.
    explicit ThresholdTable(std::vector<float> thresholds);

    [[nodiscard]] std::size_t size() const noexcept { return num_thresholds_; }
    [[nodiscard]] std::span<const float> thresholds() const noexcept {
        return std::span(thresholds_).first(num_thresholds_);
    }
    /// How many thresholds lie below the value: `value <= thresholds()[k]` exactly when it is at
    /// most k. Any number for NaN.
    [[nodiscard]] std::uint32_t bin_of(float value) const noexcept {
        const Finder finder(*this);
        return finder.search(finder.step_of(value), value);
    }
    /// The same for many values, in bytes; `bins` as long as `values`. Needs at most 255
    /// thresholds.
    void fill_bins(std::span<const float> values, std::span<std::uint8_t> bins) const;

  private:
    /// What a search needs, held in registers while many values are looked up.
    struct Finder {
        explicit Finder(const ThresholdTable& table)
            : thresholds(table.thresholds_.data()),
              first_bin(table.first_bin_.data()),
              lowest(table.lowest_),
              steps_per_unit(table.steps_per_unit_),
              last_step(static_cast<float>(table.first_bin_.size() - 1)) {}

        /// Never falls as the value rises, so no threshold at or above the value stands in an
        /// earlier step.
        [[nodiscard]] std::uint32_t step_of(float value) const noexcept {
            float step = (value - lowest) * steps_per_unit;
            step = step > 0 ? step : 0;  // NaN too
            return static_cast<std::uint32_t>(
                static_cast<std::int32_t>(step < last_step ? step : last_step));
        }
        [[nodiscard]] std::uint32_t search(std::uint32_t step, float value) const noexcept {
            std::uint32_t bin = search_one(step, value);
            while (value > thresholds[bin]) {
                ++bin;
            }
            return bin;
        }
        /// The same where no step holds more than one threshold.
        [[nodiscard]] std::uint32_t search_one(std::uint32_t step, float value) const noexcept {
            const std::uint32_t bin = first_bin[step];
            return bin + (value > thresholds[bin] ? 1U : 0U);
        }
        const float* thresholds;
        const std::uint16_t* first_bin;
        float lowest;
        float steps_per_unit;
        float last_step;
    };
    /// How many thresholds fall into each step; at most one a step or not.
    [[nodiscard]] std::vector<std::uint16_t> count_in_steps(std::size_t num_steps,
                                                            std::size_t num_outer);

    std::size_t num_thresholds_;
    std::vector<float> thresholds_;  ///< and two infinities behind them
    float lowest_ = 0;
    float steps_per_unit_ = 0;
    std::vector<std::uint16_t> first_bin_;  ///< per step: thresholds in earlier steps
    bool one_a_step_ = false;               ///< no step has more
};

}  // namespace mineprint::forest
