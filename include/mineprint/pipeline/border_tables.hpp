// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace mineprint::pipeline {

/// The target class on the two sides of a border, in one band of distance from the other side.
struct BorderBand {
    std::string name;                        ///< `all`, `0-1000 m`, …, `beyond 10000 m`
    std::array<double, 2> first_km2{};       ///< at the first epoch
    std::array<double, 2> last_km2{};        ///< at the last epoch
    std::array<double, 2> growth_percent{};  ///< NaN: undefined
    /// Growth factor of the second side over that of the first: (B₂/B₁) / (A₂/A₁). NaN: undefined.
    double ratio = 0;
};

/// A figure that samples tell, with the ends of its 95 % interval; NaN where they do not.
struct BorderInterval {
    double value = std::numeric_limits<double>::quiet_NaN();
    double low = value;
    double high = value;
};

/// Two zones side by side.
struct BorderTables {
    std::string name;                  ///< the layer of its bands
    std::array<std::string, 2> codes;  ///< of the two sides
    std::vector<BorderBand> bands;     ///< `all` first
    /// By the samples, from the first to the last epoch, in percent.
    std::array<BorderInterval, 2> adjusted_growth{};
    /// Whether a side has too few samples of its own and took all of the region's.
    std::array<bool, 2> pooled{};
    /// Growth factor of the second side over that of the first, by the samples of each.
    BorderInterval adjusted_ratio;
    /// Permutation test on sites: does the mean net gain of a site depend on its side?
    std::array<std::int64_t, 2> num_sites{};
    std::array<double, 2> mean_gain_km2{};  ///< NaN without sites
    double p_value = 0;                     ///< two-sided; NaN where it cannot be told
    std::int64_t num_permutations = 0;
    /// Compound growth per year before and after a policy; NaN where undefined.
    int policy_year = 0;      ///< 0: none was given
    std::string pivot_epoch;  ///< the last epoch whose middle lies before the end of that year
    std::array<double, 2> annual_before_percent{};
    std::array<double, 2> annual_after_percent{};
    /// The same by the samples of the pair's zones. Before and after share the pivot epoch: their
    /// errors are not independent.
    std::array<BorderInterval, 2> adjusted_before{};
    std::array<BorderInterval, 2> adjusted_after{};
    std::array<bool, 2> pooled_before{};
    std::array<bool, 2> pooled_after{};
};

}  // namespace mineprint::pipeline
