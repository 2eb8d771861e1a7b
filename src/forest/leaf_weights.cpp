// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/leaf_weights.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "mineprint/core/error.hpp"

namespace mineprint::forest {
namespace {

constexpr std::uint64_t most = 1ULL << 31U;

/// The smallest denominator, at most 2^31, of a fraction between `low` and `high`, 0 < low <= high
/// <= 1 + error; 0 when there is none. The continued fractions of both ends are followed as long as
/// they agree.
std::uint64_t simplest_denominator(double low, double high) {
    std::uint64_t before = 1;
    std::uint64_t last = 0;
    for (;;) {
        const double whole = std::floor(low);
        const bool ends = whole == low || whole + 1 <= high;
        const double digit = whole == low ? whole : whole + 1;
        const double term = ends ? digit : whole;
        if (!(term <= static_cast<double>(most))) {
            return 0;
        }
        const std::uint64_t next = static_cast<std::uint64_t>(term) * last + before;
        if (next > most) {
            return 0;
        }
        if (ends) {
            return next;
        }
        before = last;
        last = next;
        const double rest = low - whole;
        low = 1 / (high - whole);
        high = 1 / rest;
    }
}

void append(std::vector<std::uint32_t>& counts, double count) {
    counts.push_back(static_cast<std::uint32_t>(count));
}

/// Whole numbers in the ratio of the shares; empty when there are none small enough.
std::vector<std::uint32_t> simplest_counts(std::span<const double> shares, double error) {
    std::uint64_t total = 1;
    for (const double share : shares) {
        if (share > 0) {
            const std::uint64_t own =
                simplest_denominator(share * (1 - error), share * (1 + error));
            total = own == 0 ? 0 : std::lcm(total, own);
            if (total == 0 || total > most) {
                return {};
            }
        }
    }
    std::vector<std::uint32_t> counts;
    std::uint64_t sum = 0;
    for (const double share : shares) {
        append(counts, std::round(share * static_cast<double>(total)));
        sum += counts.back();
    }
    return sum == total ? counts : std::vector<std::uint32_t>{};
}

std::vector<std::uint32_t> counts_of(std::span<const double> shares, double error) {
    std::vector<std::uint32_t> counts = simplest_counts(shares, error);
    if (counts.empty()) {
        for (const double share : shares) {
            append(counts, std::round(share * static_cast<double>(most)));
        }
    }
    return counts;
}

}  // namespace

std::vector<std::uint32_t> counts_of_weights(std::span<const double> weights, double error) {
    double sum = 0;
    bool whole = true;
    for (const double weight : weights) {
        if (!(weight >= 0 && weight < std::numeric_limits<double>::infinity())) {
            throw core::DataError("a leaf weight is negative or no number");
        }
        sum += weight;
        whole = whole && weight == std::floor(weight) && weight <= static_cast<double>(most);
    }
    if (!(sum > 0)) {
        throw core::DataError("all weights of a leaf are 0");
    }
    std::vector<double> shares;
    std::vector<std::uint32_t> counts;
    for (const double weight : weights) {
        if (whole) {
            append(counts, weight);
        } else {
            shares.push_back(weight / sum);
        }
    }
    return whole ? counts : counts_of(shares, error);
}

std::vector<std::uint32_t> counts_of_second(double share, double error) {
    if (share >= 1 - error) {
        return {0, 1};
    }
    if (share <= 0) {
        return {1, 0};
    }
    // The rest has not the relative error that a weight has: the fraction is sought for one alone.
    std::uint64_t total = simplest_denominator(share * (1 - error), share * (1 + error));
    total = total == 0 ? most : total;
    const auto second = static_cast<std::uint32_t>(std::round(share * static_cast<double>(total)));
    return {static_cast<std::uint32_t>(total) - second, second};
}

std::vector<std::uint32_t> counts_of_shares(std::span<const std::uint16_t> shares) {
    constexpr std::int64_t one = 65535;
    const auto size = static_cast<std::int64_t>(shares.size());
    const std::int64_t excess =
        std::accumulate(shares.begin(), shares.end(), std::int64_t{0}) - one;
    const auto present = size - std::ranges::count(shares, 0);
    // Roundings up went to classes that are there; roundings down may have left nothing of others.
    const std::int64_t parts = excess > 0 ? present : size;
    if (2 * excess > parts || -2 * excess >= parts) {
        return {};
    }
    std::vector<std::uint32_t> counts;
    for (const std::uint16_t share : shares) {
        const bool takes_part = excess < 0 || share > 0;
        const std::int64_t count = excess == 0 ? share : takes_part ? share * parts - excess : 0;
        counts.push_back(static_cast<std::uint32_t>(count));
    }
    return counts;
}

}  // namespace mineprint::forest
