// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mineprint::composite {

/// How the clear observations of a pixel become one value in each band. Of no observation nothing
/// is made, of one that one, by every method.
enum class Method {
    /// Per band the middle one; of an even number the mean of the two middle ones,
    /// (a + b) · 0.5 in single precision, as numpy has it.
    median,
    /// The observation with the least sum of Euclidean distances to the others over all bands of
    /// the composite, in double precision; the earliest of equals (Flood 2013, Remote Sensing
    /// 5:6481-6500).
    medoid,
    /// The point with the least sum of Euclidean distances to the observations; see
    /// geometric_median.hpp (Roberts et al. 2017, IEEE TGRS 55:6254-6264).
    geometric_median,
    /// The observation with the highest score; the earliest of equals; see pixel_score.hpp (White
    /// et al. 2014, Can. J. Remote Sens. 40:192-212).
    best_available_pixel,
    /// Per band a percentile, linear between order statistics (type 7 of Hyndman and Fan 1996, Am.
    /// Stat. 50:361-365, the default of numpy and R).
    percentiles
};

/// What `best_available_pixel` prefers.
struct ScoreOptions {
    /// Day of the year with the best score; not set: that of the epoch's middle day.
    std::optional<double> day_of_year;
    double day_sigma = 30;           ///< days; > 0
    double cloud_distance_m = 3000;  ///< from here on no cloud matters; > 0
    double day_weight = 1;           ///< of the score for the day; all weights >= 0, one > 0
    double cloud_weight = 1;
    double sensor_weight = 1;
    bool operator==(const ScoreOptions&) const = default;
};

/// A percentile, 0 … 100, of one band.
struct BandPercentile {
    std::string band;
    double percentile = 50;
    bool operator==(const BandPercentile&) const = default;
};

struct CompositeOptions {
    Method method = Method::median;
    int minimum_clear = 1;   ///< clear observations an observed pixel has; >= 1
    double percentile = 50;  ///< for `percentiles`: of all bands that are not named
    std::vector<BandPercentile> band_percentiles;
    ScoreOptions score;
    /// For `geometric_median`: some of `smad emad bcmad`; see geometric_median.hpp.
    std::vector<std::string> deviations;
    bool operator==(const CompositeOptions&) const = default;

    /// The percentile of a band.
    [[nodiscard]] double percentile_of(const std::string& band) const {
        for (const BandPercentile& own : band_percentiles) {
            if (own.band == band) {
                return own.percentile;
            }
        }
        return percentile;
    }
};

}  // namespace mineprint::composite
