// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "mineprint/report/result_json.hpp"

namespace mineprint::report {

inline constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// What is said of one zone: the target class at the first and at the last epoch. NaN: not known.
struct ZoneFigures {
    std::string zone;    ///< its name
    std::string target;  ///< the class
    std::string first_epoch;
    std::string last_epoch;
    double first_km2 = unknown;
    double last_km2 = unknown;
    double growth_pct = unknown;
    double annual_pct = unknown;
    double growth_low_pct = unknown;  ///< 95 % interval of the growth by the reference
    double growth_high_pct = unknown;
    double adjusted_first_km2 = unknown;  ///< by the reference, with half widths of 95 % intervals
    double adjusted_first_ci95 = unknown;
    double adjusted_last_km2 = unknown;
    double adjusted_last_ci95 = unknown;
    double unobserved_first_pct = 0;  ///< of the zone
    double unobserved_last_pct = 0;
};

/// Two sentences a newspaper could print, with intervals where there are any, and how much of the
/// zone was not seen where that is 1 % and more.
[[nodiscard]] std::string headline(const ZoneFigures& figures);

/// The figures of zone `zone` of a layer of `result_json`, with the epochs and classes it has.
[[nodiscard]] ZoneFigures zone_figures(const Json& layer, const Json& owner, std::size_t zone);

/// `0.42`, `12.3`, `1 234`: three digits that count, for people.
[[nodiscard]] std::string number_text(double value);

}  // namespace mineprint::report
