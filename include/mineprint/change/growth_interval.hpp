// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>

#include "mineprint/accuracy/design_sample.hpp"
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
/// nothing in common, else what the one sample gives. Half widths of their intervals where they are
/// not 1.96 standard errors; with them the covariance does not count.
struct AreaPair {
    double before = 0;
    double after = 0;
    double before_se = 0;
    double after_se = 0;
    double covariance = 0;
    double before_half = std::numeric_limits<double>::quiet_NaN();
    double after_half = std::numeric_limits<double>::quiet_NaN();
};

/// Growth by the delta method. The interval is symmetric in ln(A₂/A₁), whose standard error is
/// √(V₁/A₁² + V₂/A₂² − 2C/(A₁A₂)), so that no interval reaches below −100 % and the three of them
/// say the same. Where A₂ is 0 there is a growth, of −100 %, and no interval; nor is there one that
/// would reach further than to ten times and a tenth of A₂/A₁, for which the method, a linear one,
/// is not made.
[[nodiscard]] GrowthInterval growth_interval(const AreaPair& areas, double years);

/// The same from the ratio A₂/A₁ with its standard error and half width, as a sample with labels of
/// both epochs gives them.
[[nodiscard]] GrowthInterval growth_interval(const accuracy::Estimate& ratio, double years);

/// 100·ln(A₂/A₁)/years; NaN where an area is 0 or no time passed.
[[nodiscard]] double puyravaud_percent(double area_before, double area_after, double years);

}  // namespace mineprint::change
