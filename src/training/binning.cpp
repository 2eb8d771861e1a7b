// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/binning.hpp"

#include <algorithm>
#include <cmath>

namespace mineprint::training {

std::vector<ValueCount> count_values(std::vector<float> values) {
    std::erase_if(values, [](float value) { return std::isnan(value); });
    std::ranges::sort(values);
    std::vector<ValueCount> counts;
    for (const float value : values) {
        if (counts.empty() || counts.back().value != value) {
            counts.push_back({value + 0.0F, 0});  // -0 + 0 is 0
        }
        ++counts.back().count;
    }
    return counts;
}

float threshold_between(float a, float b) {
    const auto middle = static_cast<float>(0.5 * (static_cast<double>(a) + static_cast<double>(b)));
    // Rounding may reach b; between infinities there is no middle (NaN, or an infinity).
    return middle < b && middle >= a ? middle : a;
}

std::vector<float> make_thresholds(std::span<const ValueCount> values) {
    std::vector<float> thresholds;
    const bool exact = values.size() <= max_bins;
    std::uint64_t rows_left = 0;
    for (const ValueCount& value : values) {
        rows_left += value.count;
    }
    std::uint64_t bins_left = max_bins;
    std::uint64_t in_bin = 0;
    for (std::size_t index = 0; index + 1 < values.size(); ++index) {
        in_bin += values[index].count;
        if (exact || (bins_left > 1 && in_bin * bins_left >= rows_left)) {
            thresholds.push_back(threshold_between(values[index].value, values[index + 1].value));
            rows_left -= in_bin;
            --bins_left;
            in_bin = 0;
        }
    }
    return thresholds;
}

std::uint8_t bin_of(std::span<const float> thresholds, float value) {
    if (std::isnan(value)) {
        return missing_code;
    }
    return static_cast<std::uint8_t>(std::ranges::lower_bound(thresholds, value) -
                                     thresholds.begin());
}

}  // namespace mineprint::training
