// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/composite/composite.hpp"

namespace mineprint::composite {

/// The score of a day of the year: exp(−½ (d/σ)²) with the days d between it and the best day,
/// counted around the year of 365.25 days (Griffiths et al. 2013, IEEE JSTARS 6:2088-2101).
[[nodiscard]] double day_score(int day_of_year, double best_day, double sigma);

/// The score of a distance from the nearest cloud: 1 / (1 + exp(−10 (min(d, r)/r − ½))) with the
/// distance r from which on no cloud matters (White et al. 2014, with r for their 50 pixels).
[[nodiscard]] double cloud_score(double distance_m, double required_m);

/// The weighted mean of the scores for the day, the distance from clouds and the sensor. A layer
/// without a date has the best day, one without distances no cloud. @pre options.day_of_year is set
[[nodiscard]] double pixel_score(const Layer& layer, std::size_t pixel,
                                 const ScoreOptions& options);

}  // namespace mineprint::composite
