// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/pixel_score.hpp"

#include <algorithm>
#include <cmath>

namespace mineprint::composite {

double day_score(int day_of_year, double best_day, double sigma) {
    constexpr double year = 365.25;
    const double apart = std::abs(day_of_year - best_day);
    const double days = std::min(apart, year - apart);
    return std::exp(-0.5 * (days / sigma) * (days / sigma));
}

double cloud_score(double distance_m, double required_m) {
    const double share = std::min(distance_m, required_m) / required_m;
    return 1 / (1 + std::exp(-10 * (share - 0.5)));
}

double pixel_score(const Layer& layer, std::size_t pixel, const ScoreOptions& options) {
    const double day = layer.date ? day_score(layer.date->day_of_year(),
                                              options.day_of_year.value_or(0), options.day_sigma)
                                  : 1;
    const double distance = layer.cloud_distance_m == nullptr
                                ? options.cloud_distance_m
                                : static_cast<double>((*layer.cloud_distance_m)[pixel]);
    const double cloud = cloud_score(distance, options.cloud_distance_m);
    const double weights = options.day_weight + options.cloud_weight + options.sensor_weight;
    return (options.day_weight * day + options.cloud_weight * cloud +
            options.sensor_weight * layer.sensor_score) /
           weights;
}

}  // namespace mineprint::composite
