// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/threshold_table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mineprint::forest {

ThresholdTable::ThresholdTable(std::vector<float> thresholds)
    : num_thresholds_(thresholds.size()), thresholds_(std::move(thresholds)) {
    const auto is_finite = [](float threshold) { return std::isfinite(threshold); };
    const auto first = std::ranges::find_if(thresholds_, is_finite);
    if (first != thresholds_.end()) {
        const float last = *std::find_if(thresholds_.rbegin(), thresholds_.rend(), is_finite);
        lowest_ = *first;
        const float steps = static_cast<float>(num_steps) / (last - lowest_);
        steps_per_unit_ = std::isfinite(steps) ? steps : 0;
    }
    std::vector<std::uint32_t> in_step(num_steps, 0);
    for (const float threshold : thresholds_) {
        ++in_step[step_of(threshold)];
    }
    first_bin_.reserve(num_steps);
    std::uint32_t num_before = 0;
    for (const std::uint32_t count : in_step) {
        first_bin_.push_back(num_before);
        num_before += count;
    }
    thresholds_.insert(thresholds_.end(), 2, std::numeric_limits<float>::infinity());
}

}  // namespace mineprint::forest
