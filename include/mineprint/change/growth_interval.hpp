// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/change/growth.hpp"

namespace mineprint::change {

/// An estimated figure in percent, with its standard error and the ends of its 95 % interval.
struct PercentInterval {
    double value = 0;
    double se = 0;
    double low = 0;
    double high = 0;
};

/// Growth with what a sample leaves open. NaN where undefined.
struct GrowthInterval {
    PercentInterval growth;     ///< 100·(A₂−A₁)/A₁
    PercentInterval compound;   ///< per year: 100·((A₂/A₁)^(1/years) − 1)
    PercentInterval puyravaud;  ///< per year: 100·ln(A₂/A₁)/years (Puyravaud 2003, For. Ecol.
                                ///< Manag. 177:593-596)
    GrowthFlag flag = GrowthFlag::defined;
};

/// Two areas (any unit) with their standard errors and their covariance: 0 of two samples that have
/// nothing in common, else what the one sample gives.
struct AreaPair {
    double before = 0;
    double after = 0;
    double before_se = 0;
    double after_se = 0;
    double covariance = 0;
};

/// Growth by the delta method. The interval is symmetric in ln(A₂/A₁), whose standard error is
/// √(V₁/A₁² + V₂/A₂² − 2C/(A₁A₂)), so that no interval reaches below −100 % and the three of them
/// say the same. Where A₂ is 0 there is a growth, of −100 %, and no interval.
[[nodiscard]] GrowthInterval growth_interval(const AreaPair& areas, double years);

/// The same from the ratio A₂/A₁ and its standard error, as a sample with labels of both epochs
/// gives them. `quantile` is that of the interval, 1.96 for large samples.
[[nodiscard]] GrowthInterval growth_interval(double ratio, double ratio_se, double years,
                                             double quantile = 1.96);

/// 100·ln(A₂/A₁)/years; NaN where an area is 0 or no time passed.
[[nodiscard]] double puyravaud_percent(double area_before, double area_after, double years);

}  // namespace mineprint::change
