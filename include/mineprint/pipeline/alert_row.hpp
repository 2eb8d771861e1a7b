// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace mineprint::pipeline {

/// New area of the target class against dated alerts, in one zone between two epochs that follow
/// each other. Only pixels observed at both epochs, and not of the target class at the first, are
/// looked at.
struct AlertRow {
    std::string layer;
    std::string zone;  ///< code
    std::string from_epoch;
    std::string to_epoch;
    std::int64_t hit_pixels = 0;    ///< became of the target class, and there was an alert
    std::int64_t miss_pixels = 0;   ///< became of it without an alert
    std::int64_t false_pixels = 0;  ///< an alert, but it did not become of it
    double hit_km2 = 0;
    double miss_km2 = 0;
    double false_km2 = 0;
    double hit_rate = 0;   ///< hit / (hit + miss), of the area; NaN without new area
    double precision = 0;  ///< hit / (hit + false), of the area; NaN without alerts
    /// Days from the alert to the second epoch's middle day, over the hits; NaN without any.
    double mean_lead_days = 0;
    double median_lead_days = 0;  ///< of an even number the lower of the middle two
    bool operator==(const AlertRow&) const = default;
};

}  // namespace mineprint::pipeline
