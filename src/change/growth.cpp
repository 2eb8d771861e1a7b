// SPDX-License-Identifier: Apache-2.0
#include "mineprint/change/growth.hpp"

#include <cmath>
#include <limits>

namespace mineprint::change {

Growth growth(double area_before, double area_after, double years) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    if (area_before == 0) {
        return {nan, nan, area_after == 0 ? GrowthFlag::none_at_all : GrowthFlag::none_before};
    }
    const double percent = 100 * (area_after - area_before) / area_before;
    if (!(years > 0)) {
        return {percent, nan, GrowthFlag::no_time_between};
    }
    return {percent, 100 * (std::pow(area_after / area_before, 1 / years) - 1),
            GrowthFlag::defined};
}

}  // namespace mineprint::change
