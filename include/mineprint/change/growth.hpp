// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mineprint::change {

/// Why a growth figure is not a number.
enum class GrowthFlag : unsigned char {
    defined = 0,
    none_before = 1,      ///< nothing at the start, something at the end: new
    none_at_all = 2,      ///< nothing at either end
    no_time_between = 3,  ///< the epochs have the same middle day
};

struct Growth {
    double percent = 0;         ///< 100·(A₂−A₁)/A₁; NaN where undefined
    double annual_percent = 0;  ///< compound: 100·((A₂/A₁)^(1/years) − 1); NaN where undefined
    GrowthFlag flag = GrowthFlag::defined;
};

/// Growth of an area (any unit, not negative) over `years`, the time between the middles of two
/// epochs. Where no time passed (`years` is not positive) `percent` still stands.
[[nodiscard]] Growth growth(double area_before, double area_after, double years);

}  // namespace mineprint::change
