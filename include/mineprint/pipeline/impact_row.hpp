// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mineprint/change/impact_range.hpp"

namespace mineprint::pipeline {

/// What an area of the target class stands for, by one factor; never without its range.
struct ImpactRow {
    std::string layer;
    std::string zone;        ///< code
    std::string from_epoch;  ///< empty: the area at `to_epoch`, else what was gained in between
    std::string to_epoch;
    std::string factor;
    std::string unit;
    std::string source;     ///< where the factor comes from
    bool adjusted = false;  ///< the area is the sample's, with its error; else the map's
    double area_km2 = 0;
    double area_se_km2 = 0;  ///< 0 where the area is the map's
    change::ImpactRange range;
};

}  // namespace mineprint::pipeline
