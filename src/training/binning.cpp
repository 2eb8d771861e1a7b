// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/binning.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <numeric>

namespace mineprint::training {
namespace {

/// Integers in the order of their floats: a negative float's bits fall as it rises.
constexpr std::uint32_t sign_bit = 0x80000000U;
std::uint32_t key_of(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return (bits & sign_bit) != 0 ? ~bits : bits | sign_bit;
}
float value_of(std::uint32_t key) {
    return std::bit_cast<float>((key & sign_bit) != 0 ? key & ~sign_bit : ~key);
}

/// Sorts by eleven bits after eleven bits, the lowest first: many times faster than by comparison.
void radix_sort(std::vector<std::uint32_t>& keys) {
    constexpr unsigned digit_bits = 11;
    constexpr std::size_t num_digits = std::size_t{1} << digit_bits;
    std::vector<std::uint32_t> sorted(keys.size());
    for (unsigned shift = 0; shift < 32; shift += digit_bits) {
        std::array<std::size_t, num_digits> place{};
        for (const std::uint32_t key : keys) {
            ++place[(key >> shift) % num_digits];
        }
        std::exclusive_scan(place.begin(), place.end(), place.begin(), std::size_t{0});
        for (const std::uint32_t key : keys) {
            sorted[place[(key >> shift) % num_digits]++] = key;
        }
        keys.swap(sorted);
    }
}

}  // namespace

std::vector<ValueCount> count_values(std::span<const float> values) {
    std::vector<std::uint32_t> keys;
    keys.reserve(values.size());
    for (const float value : values) {
        if (!std::isnan(value)) {
            keys.push_back(key_of(value + 0.0F));  // -0 + 0 is 0
        }
    }
    radix_sort(keys);
    std::vector<ValueCount> counts;
    for (std::size_t index = 0; index < keys.size(); ++index) {
        if (index == 0 || keys[index] != keys[index - 1]) {
            counts.push_back({value_of(keys[index]), 0});
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

void ThresholdMaker::add(std::span<const ValueCount> values, std::vector<float>& thresholds) {
    for (const ValueCount& value : values) {
        if (any_) {
            in_bin_ += last_.count;
            if (exact_ || (bins_left_ > 1 && in_bin_ * bins_left_ >= rows_left_)) {
                thresholds.push_back(threshold_between(last_.value, value.value));
                rows_left_ -= in_bin_;
                --bins_left_;
                in_bin_ = 0;
            }
        }
        last_ = value;
        any_ = true;
    }
}

std::vector<float> make_thresholds(std::span<const ValueCount> values) {
    std::uint64_t num_rows = 0;
    for (const ValueCount& value : values) {
        num_rows += value.count;
    }
    std::vector<float> thresholds;
    ThresholdMaker(num_rows, values.size()).add(values, thresholds);
    return thresholds;
}

}  // namespace mineprint::training
