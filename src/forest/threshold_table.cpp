// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/threshold_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "mineprint/core/checked_cast.hpp"

namespace mineprint::forest {

/// With the fewest steps that hold one threshold each: a small table stays in the nearest cache.
/// Where that takes too many, the few outermost thresholds, which may lie far away, share the first
/// and the last step.
ThresholdTable::ThresholdTable(std::vector<float> thresholds)
    : num_thresholds_(thresholds.size()), thresholds_(std::move(thresholds)) {
    static_cast<void>(core::checked_cast<std::uint16_t>(num_thresholds_));
    constexpr std::size_t fewest_steps = 256;
    constexpr std::size_t most_steps = 8192;
    std::vector<std::uint16_t> in_step;
    for (std::size_t num_steps = fewest_steps; num_steps <= most_steps && !one_a_step_;
         num_steps *= 2) {
        in_step = count_in_steps(num_steps, 0);
        one_a_step_ = *std::ranges::max_element(in_step) <= 1;
    }
    if (!one_a_step_) {
        in_step = count_in_steps(most_steps, num_thresholds_ / 64);
    }
    std::exclusive_scan(
        in_step.begin(), in_step.end(), first_bin_.begin(), std::uint16_t{0},
        [](std::uint16_t a, std::uint16_t b) { return static_cast<std::uint16_t>(a + b); });
    thresholds_.insert(thresholds_.end(), 2, std::numeric_limits<float>::infinity());
}

std::vector<std::uint16_t> ThresholdTable::count_in_steps(std::size_t num_steps,
                                                          std::size_t num_outer) {
    first_bin_.assign(num_steps, 0);
    lowest_ = 0;
    steps_per_unit_ = 0;
    const auto is_finite = [](float threshold) { return std::isfinite(threshold); };
    const auto first = std::ranges::find_if(thresholds_, is_finite);
    const auto last = std::find_if(thresholds_.rbegin(), thresholds_.rend(), is_finite);
    if (first != thresholds_.end()) {
        const auto begin = static_cast<std::size_t>(first - thresholds_.begin()) + num_outer;
        const auto end = static_cast<std::size_t>(thresholds_.rend() - last) - num_outer;
        lowest_ = thresholds_[begin];
        const float steps = static_cast<float>(num_steps) / (thresholds_[end - 1] - lowest_);
        steps_per_unit_ = std::isfinite(steps) ? steps : 0;
    }
    const Finder finder(*this);
    std::vector<std::uint16_t> in_step(num_steps, 0);
    for (const float threshold : thresholds_) {
        ++in_step[finder.step_of(threshold)];
    }
    return in_step;
}

void ThresholdTable::fill_bins(std::span<const float> values, std::span<std::uint8_t> bins) const {
    const Finder finder(*this);
    constexpr std::size_t chunk = 256;
    std::array<std::uint32_t, chunk> steps;
    for (std::size_t begin = 0; begin < values.size(); begin += chunk) {
        const std::size_t size = std::min(chunk, values.size() - begin);
        const float* const some = values.data() + begin;
        std::uint8_t* const to = bins.data() + begin;
        for (std::size_t i = 0; i < size; ++i) {  // without a branch: vectors
            steps[i] = finder.step_of(some[i]);
        }
        if (one_a_step_) {
            for (std::size_t i = 0; i < size; ++i) {
                to[i] = static_cast<std::uint8_t>(finder.search_one(steps[i], some[i]));
            }
        } else {
            for (std::size_t i = 0; i < size; ++i) {
                to[i] = static_cast<std::uint8_t>(finder.search(steps[i], some[i]));
            }
        }
    }
}

}  // namespace mineprint::forest
