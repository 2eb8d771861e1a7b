// SPDX-License-Identifier: Apache-2.0
#include "mineprint/change/growth_interval.hpp"

#include <cmath>
#include <limits>

namespace mineprint::change {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double widest_factor = 10;
constexpr PercentInterval undefined{nan, nan, nan, nan};

}  // namespace

double puyravaud_percent(double area_before, double area_after, double years) {
    if (!(area_before > 0) || !(area_after > 0) || !(years > 0)) {
        return nan;
    }
    return 100 * std::log(area_after / area_before) / years;
}

GrowthInterval growth_interval(const accuracy::Estimate& estimate, double years) {
    const double ratio = estimate.value;
    const Growth growth = change::growth(1, ratio, years);
    GrowthInterval result{undefined, undefined, undefined, growth.flag};
    if (std::isnan(ratio)) {
        result.flag = GrowthFlag::none_at_all;
        return result;
    }
    const double log_se = estimate.se / ratio;
    const double log_half = estimate.ci95 / ratio;
    const double low = std::log(ratio) - log_half;
    const double high = std::log(ratio) + log_half;
    const bool has_rates = ratio > 0;
    const bool has_ends = has_rates && log_half <= std::log(widest_factor);
    const auto ends = [&](double value, double se, double years_of, bool logarithmic) {
        const auto end = [&](double log_ratio) {
            const double rate = log_ratio / years_of;
            return has_ends ? 100 * (logarithmic ? rate : std::exp(rate) - 1) : nan;
        };
        return PercentInterval{value, has_rates ? se : nan, end(low), end(high)};
    };
    result.growth = ends(growth.percent, 100 * estimate.se, 1, false);
    if (growth.flag == GrowthFlag::no_time_between) {
        return result;
    }
    const double compound_se = 100 * std::pow(ratio, 1 / years) * log_se / years;
    result.compound = ends(growth.annual_percent, compound_se, years, false);
    if (has_rates) {
        result.puyravaud =
            ends(puyravaud_percent(1, ratio, years), 100 * log_se / years, years, true);
    }
    return result;
}

GrowthInterval growth_interval(const AreaPair& areas, double years) {
    if (!(areas.before > 0)) {
        const GrowthFlag flag = areas.after > 0 ? GrowthFlag::none_before : GrowthFlag::none_at_all;
        return {undefined, undefined, undefined, flag};
    }
    const double ratio = areas.after / areas.before;
    const double variance = areas.after_se * areas.after_se +
                            ratio * ratio * areas.before_se * areas.before_se -
                            2 * ratio * areas.covariance;
    accuracy::Estimate estimate{ratio, std::sqrt(variance) / areas.before, nan};
    estimate.ci95 = 1.96 * estimate.se;
    if (!std::isnan(areas.before_half) && !std::isnan(areas.after_half)) {
        estimate.ci95 = std::hypot(areas.after_half, ratio * areas.before_half) / areas.before;
    }
    return growth_interval(estimate, years);
}

}  // namespace mineprint::change
