// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/class_weights.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::training {
namespace {

/// What the user wants, as real numbers; 0 for classes without rows.
std::vector<double> wanted_weights(const ForestOptions& options,
                                   const std::vector<std::string>& classes,
                                   std::span<const std::uint64_t> rows_per_class) {
    std::vector<double> weights(classes.size(), 1.0);
    for (const ClassWeight& given : options.class_weights) {
        const auto found = std::ranges::find(classes, given.name);
        if (found == classes.end()) {
            throw core::UsageError(
                fmt::format("class-weights names the class '{}', which the samples do not have; "
                            "did you mean '{}'?",
                            given.name, core::nearest_name(given.name, classes)));
        }
        if (!(given.weight > 0) || !std::isfinite(given.weight)) {
            throw core::UsageError(
                fmt::format("class-weights gives the class '{}' the weight {}; "
                            "it must be a positive number",
                            given.name, given.weight));
        }
        weights[static_cast<std::size_t>(found - classes.begin())] = given.weight;
    }
    const auto num_rows = static_cast<double>(
        std::accumulate(rows_per_class.begin(), rows_per_class.end(), std::uint64_t{0}));
    const auto num_present =
        static_cast<double>(rows_per_class.size()) -
        static_cast<double>(std::ranges::count(rows_per_class, std::uint64_t{0}));
    for (std::size_t c = 0; c < classes.size(); ++c) {
        const auto rows = static_cast<double>(rows_per_class[c]);
        if (rows == 0) {
            weights[c] = 0;
        } else if (options.balanced) {
            weights[c] *= num_rows / (num_present * rows);
        }
    }
    return weights;
}

std::vector<std::uint32_t> scaled(std::span<const double> weights, double largest, int bits) {
    std::vector<std::uint32_t> integers;
    for (const double weight : weights) {
        const double number = std::nearbyint(std::ldexp(weight / largest, bits));
        integers.push_back(static_cast<std::uint32_t>(std::max(1.0, number)));
    }
    return integers;
}

bool fits(std::span<const std::uint32_t> weights, std::span<const std::uint64_t> rows_per_class) {
    std::uint64_t room = max_weighted_rows;
    for (std::size_t c = 0; c < weights.size(); ++c) {
        if (rows_per_class[c] > room / weights[c]) {
            return false;
        }
        room -= rows_per_class[c] * weights[c];
    }
    return true;
}

void reduce_to_lowest_terms(std::vector<std::uint32_t>& weights,
                            std::span<const std::uint64_t> rows_per_class) {
    std::uint32_t divisor = 0;
    for (std::size_t c = 0; c < weights.size(); ++c) {
        divisor = rows_per_class[c] > 0 ? std::gcd(divisor, weights[c]) : divisor;
    }
    for (std::size_t c = 0; c < weights.size(); ++c) {
        weights[c] = rows_per_class[c] > 0 ? weights[c] / divisor : 1;
    }
}

}  // namespace

std::vector<std::uint32_t> integer_class_weights(const ForestOptions& options,
                                                 const std::vector<std::string>& classes,
                                                 std::span<const std::uint64_t> rows_per_class) {
    const std::vector<double> wanted = wanted_weights(options, classes, rows_per_class);
    const double largest = *std::ranges::max_element(wanted);
    constexpr int most_bits = 24;
    for (int bits = most_bits; bits >= 0; --bits) {
        std::vector<std::uint32_t> weights = scaled(wanted, largest, bits);
        reduce_to_lowest_terms(weights, rows_per_class);
        if (fits(weights, rows_per_class)) {
            return weights;
        }
    }
    throw core::DataError(fmt::format("there are more than {} training rows", max_weighted_rows));
}

}  // namespace mineprint::training
