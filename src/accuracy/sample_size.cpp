// SPDX-License-Identifier: Apache-2.0
#include "mineprint/accuracy/sample_size.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "mineprint/core/error.hpp"

namespace mineprint::accuracy {
namespace {

double spread(const PlannedStratum& stratum) {
    return std::sqrt(stratum.users_accuracy * (1 - stratum.users_accuracy));
}

double whole_of(std::span<const PlannedStratum> strata) {
    double whole = 0;
    for (const PlannedStratum& stratum : strata) {
        whole += stratum.size;
    }
    return whole;
}

/// In proportion to what a stratum's units are shared out.
double claim(const PlannedStratum& stratum, Allocation rule) {
    switch (rule) {
        case Allocation::balanced:
        case Allocation::proportional:
            return stratum.size;
        case Allocation::equal:
            return stratum.size > 0 ? 1 : 0;
        case Allocation::optimal:
            return stratum.size * spread(stratum);
    }
    return 0;
}

/// `units` in proportion to `claims`, whole numbers by the largest remainder.
std::vector<std::int64_t> in_proportion(std::span<const double> claims, std::int64_t units) {
    const double whole = std::accumulate(claims.begin(), claims.end(), 0.0);
    std::vector<std::int64_t> shares(claims.size());
    if (whole == 0 || units <= 0) {
        return shares;
    }
    std::vector<double> remainders(claims.size());
    std::int64_t given = 0;
    for (std::size_t i = 0; i < claims.size(); ++i) {
        const double exact = static_cast<double>(units) * claims[i] / whole;
        shares[i] = static_cast<std::int64_t>(std::floor(exact));
        remainders[i] = exact - std::floor(exact);
        given += shares[i];
    }
    std::vector<std::size_t> order(claims.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
    for (std::size_t i = 0; given < units; i = (i + 1) % order.size()) {
        if (claims[order[i]] > 0) {
            ++shares[order[i]];
            ++given;
        }
    }
    return shares;
}

/// The fewest and the most units of each stratum.
struct Bounds {
    std::vector<std::int64_t> least;
    std::vector<std::int64_t> most;
};

Bounds bounds_of(std::span<const PlannedStratum> strata, std::int64_t minimum) {
    Bounds bounds;
    for (const PlannedStratum& stratum : strata) {
        bounds.most.push_back(stratum.size > 0 ? stratum.pixels : 0);
        bounds.least.push_back(std::min(minimum, bounds.most.back()));
    }
    return bounds;
}

}  // namespace

std::int64_t sample_size(std::span<const PlannedStratum> strata, double overall_se) {
    const double whole = whole_of(strata);
    if (!(whole > 0) || !(overall_se > 0)) {
        throw core::UsageError(
            "sample size: the strata need a size and the standard error must be positive");
    }
    double sum = 0;
    for (const PlannedStratum& stratum : strata) {
        sum += stratum.size / whole * spread(stratum);
    }
    const double units = (sum / overall_se) * (sum / overall_se);
    return static_cast<std::int64_t>(std::ceil(units - 1e-9));
}

std::vector<std::int64_t> allocate(std::span<const PlannedStratum> strata, std::int64_t units,
                                   std::int64_t minimum, Allocation rule) {
    const Bounds bounds = bounds_of(strata, minimum);
    std::vector<std::int64_t> result(strata.size());
    std::vector<bool> fixed(strata.size());
    // Strata that a bound holds are set aside, one round after another, and the rest shares anew.
    for (bool again = true; again;) {
        again = false;
        std::int64_t left = units;
        std::vector<double> claims(strata.size());
        for (std::size_t i = 0; i < strata.size(); ++i) {
            left -= fixed[i] ? result[i] : 0;
            claims[i] = fixed[i] ? 0 : claim(strata[i], rule);
        }
        const auto shares = in_proportion(claims, left);
        bool too_few = false;
        for (std::size_t i = 0; i < strata.size(); ++i) {
            too_few = too_few || (!fixed[i] && shares[i] < bounds.least[i]);
        }
        for (std::size_t i = 0; i < strata.size(); ++i) {
            if (fixed[i]) {
                continue;
            }
            result[i] = std::clamp(shares[i], bounds.least[i], bounds.most[i]);
            // First those that need more, as they take from the others; then those with too many.
            fixed[i] = too_few ? shares[i] < bounds.least[i] : shares[i] > bounds.most[i];
            again = again || fixed[i];
        }
    }
    return result;
}

double expected_overall_se(std::span<const PlannedStratum> strata,
                           std::span<const std::int64_t> units) {
    const double whole = whole_of(strata);
    double variance = 0;
    for (std::size_t i = 0; i < strata.size(); ++i) {
        if (strata[i].size > 0) {
            const double part = strata[i].size / whole * spread(strata[i]);
            variance += part * part / static_cast<double>(units[i]);
        }
    }
    return std::sqrt(variance);
}

}  // namespace mineprint::accuracy
