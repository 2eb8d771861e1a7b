// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "mineprint/composite/composite.hpp"

namespace mineprint::features {

/// A statistic of a pixel's values over the clear observations of an epoch: `min`, `p10`, `p25`,
/// `median`, `p75`, `p90`, `max`, `mean`, `std`, `range` (max − min), `iqr` (p75 − p25).
/// Percentiles are of type 7 (linear between order statistics; Hyndman and Fan 1996); the median is
/// that of the median composite; `std` divides by the number of values. All in double precision but
/// the median.
enum class Statistic { min, p10, p25, median, p75, p90, max, mean, std, range, iqr };

/// The names in the order of the enumeration.
[[nodiscard]] const std::vector<std::string>& statistic_names();

/// A spectral-temporal metric: a statistic of a band or spectral index.
struct Metric {
    std::string source;
    Statistic statistic = Statistic::median;

    /// `ndvi_p10`.
    [[nodiscard]] std::string name() const;
    /// `ndvi:p10`, as in a job file.
    [[nodiscard]] std::string text() const;
    bool operator==(const Metric&) const = default;
};

/// Reads `SOURCE:STATISTIC`. Throws UsageError, naming the nearest statistic where there is none of
/// that name. Whether the source exists shows in `feature_list`.
[[nodiscard]] Metric parse_metric(const std::string& text);

/// One raster for each metric, named as it is: NaN where `observed` is 0, and where no clear
/// observation has a value of the index. An observation whose index has no value (a denominator
/// of 0) does not count. `layers` are in order of date: sums are made in it. Throws RunError when a
/// layer lacks a band.
[[nodiscard]] raster::BandStack temporal_metrics(std::span<const composite::Layer> layers,
                                                 std::span<const Metric> metrics,
                                                 const raster::Mask& observed);

}  // namespace mineprint::features
