// SPDX-License-Identifier: Apache-2.0
#include "mineprint/change/impact_range.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <boost/math/distributions/normal.hpp>

namespace mineprint::change {
namespace {

/// The area's distribution as equally likely values.
std::vector<double> area_quantiles(double area, double area_se) {
    constexpr int number = 2000;
    if (area_se == 0) {
        return {area};
    }
    const boost::math::normal_distribution<double> normal(area, area_se);
    std::vector<double> areas;
    for (int i = 0; i < number; ++i) {
        areas.push_back(std::max(0.0, boost::math::quantile(normal, (i + 0.5) / number)));
    }
    return areas;
}

double share_up_to(const std::vector<double>& areas, const ImpactFactor& factor, double x) {
    double sum = 0;
    for (const double area : areas) {
        sum += area > 0 ? triangular_share(factor, x / area) : 1;
    }
    return sum / static_cast<double>(areas.size());
}

double quantile(const std::vector<double>& areas, const ImpactFactor& factor, double p) {
    constexpr double precise = 1e-12;
    double below = 0;
    double above = areas.back() * factor.high;
    while (above - below > precise * above) {
        const double middle = below + (above - below) / 2;
        (share_up_to(areas, factor, middle) < p ? below : above) = middle;
    }
    return above;
}

}  // namespace

double triangular_share(const ImpactFactor& factor, double x) {
    const auto& [low, mode, high] = factor;
    if (x < low) {
        return 0;
    }
    if (x >= high) {
        return 1;
    }
    if (x <= mode && mode > low) {
        return (x - low) * (x - low) / ((high - low) * (mode - low));
    }
    return 1 - (high - x) * (high - x) / ((high - low) * (high - mode));
}

double triangular_quantile(const ImpactFactor& factor, double p) {
    const auto& [low, mode, high] = factor;
    if (high == low) {
        return low;
    }
    const double to_mode = (mode - low) / (high - low);
    return p <= to_mode ? low + std::sqrt(p * (high - low) * (mode - low))
                        : high - std::sqrt((1 - p) * (high - low) * (high - mode));
}

ImpactRange impact_range(double area, double area_se, const ImpactFactor& factor) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    if (std::isnan(area) || std::isnan(area_se)) {
        return {nan, nan, nan, nan, nan, nan, nan};
    }
    ImpactRange range;
    range.low = area * factor.low;
    range.mode = area * factor.mode;
    range.high = area * factor.high;
    range.mean = area * (factor.low + factor.mode + factor.high) / 3;
    if (area_se == 0) {
        range.p05 = area * triangular_quantile(factor, 0.05);
        range.median = area * triangular_quantile(factor, 0.5);
        range.p95 = area * triangular_quantile(factor, 0.95);
        return range;
    }
    const auto areas = area_quantiles(area, area_se);
    range.p05 = quantile(areas, factor, 0.05);
    range.median = quantile(areas, factor, 0.5);
    range.p95 = quantile(areas, factor, 0.95);
    return range;
}

}  // namespace mineprint::change
