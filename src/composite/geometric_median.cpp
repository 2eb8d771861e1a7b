// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/geometric_median.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::composite {
namespace {

constexpr int most_iterations = 10000;
constexpr double close_enough = 1e-9;  // of reflectance
/// |R| of a few unit vectors is known to this share of it.
constexpr double rounding = 1e-12;

double length(std::span<const double> vector) {
    double sum = 0;
    for (const double value : vector) {
        sum += value * value;
    }
    return std::sqrt(sum);
}

double middle(std::span<double> values) {
    std::sort(values.begin(), values.end());
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) * 0.5;
}

/// sum += factor · (point − place)
void add_scaled(std::span<double> sum, std::span<const double> point, std::span<const double> place,
                double factor) {
    for (std::size_t b = 0; b < sum.size(); ++b) {
        sum[b] += factor * (point[b] - place[b]);
    }
}

double cosine_distance(std::span<const double> x, std::span<const double> m) {
    double product = 0;
    for (std::size_t b = 0; b < m.size(); ++b) {
        product += x[b] * m[b];
    }
    return 1 - product / (length(x) * length(m));
}

double bray_curtis_distance(std::span<const double> x, std::span<const double> m) {
    double difference = 0;
    double sum = 0;
    for (std::size_t b = 0; b < m.size(); ++b) {
        difference += std::abs(x[b] - m[b]);
        sum += std::abs(x[b] + m[b]);
    }
    return difference / sum;
}

double euclidean_distance(std::span<const double> x, std::span<const double> m) {
    double sum = 0;
    for (std::size_t b = 0; b < m.size(); ++b) {
        sum += (x[b] - m[b]) * (x[b] - m[b]);
    }
    return std::sqrt(sum);
}

using Distance = double (*)(std::span<const double>, std::span<const double>);

Distance distance_of(const std::string& name) {
    if (name == "smad") {
        return cosine_distance;
    }
    if (name == "emad") {
        return euclidean_distance;
    }
    if (name == "bcmad") {
        return bray_curtis_distance;
    }
    throw core::RunError(fmt::format("there is no deviation '{}'", name));
}

}  // namespace

const std::vector<std::string>& known_deviations() {
    static const std::vector<std::string> names{"smad", "emad", "bcmad"};
    return names;
}

GeometricMedian::GeometricMedian(std::size_t num_bands, std::size_t most_points)
    : bands_(num_bands), distances_(most_points) {
    const std::size_t stride = PixelSpectra(num_bands, 0).stride();
    place_.resize(stride);
    sum_.resize(stride);
}

void GeometricMedian::start_at_mean(const PixelSpectra& points) {
    std::ranges::fill(place_, 0.0);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto point = points.point(i);
        for (std::size_t b = 0; b < place_.size(); ++b) {
            place_[b] += point[b];
        }
    }
    for (double& value : place_) {
        value /= static_cast<double>(points.size());
    }
}

bool GeometricMedian::take_medoid(const PixelSpectra& points) {
    const std::size_t candidate = medoid(points, distances_);
    const auto place = points.point(candidate);
    distances_from(points, place, distances_);
    std::ranges::fill(sum_, 0.0);
    double multiplicity = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (distances_[i] == 0) {
            multiplicity += 1;
        } else {
            add_scaled(sum_, points.point(i), place, 1 / distances_[i]);
        }
    }
    if (length(sum_) > multiplicity * (1 + rounding)) {
        return false;
    }
    std::ranges::copy(place, place_.begin());
    return true;
}

void GeometricMedian::find_in_one_band(const PixelSpectra& points) {
    const auto values = points.band(0);
    std::ranges::copy(values, distances_.begin());
    place_[0] = middle(std::span(distances_).first(values.size()));
}

double GeometricMedian::step(const PixelSpectra& points) {
    distances_from(points, place_, distances_);
    std::ranges::fill(sum_, 0.0);
    double weights = 0;
    double multiplicity = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (distances_[i] == 0) {
            multiplicity += 1;
            continue;
        }
        const double weight = 1 / distances_[i];
        weights += weight;
        add_scaled(sum_, points.point(i), place_, weight);
    }
    const double pull = length(sum_);
    if (weights == 0 || pull <= multiplicity) {
        return 0;
    }
    const double factor = (1 - multiplicity / pull) / weights;
    for (std::size_t b = 0; b < place_.size(); ++b) {
        place_[b] += factor * sum_[b];
    }
    return factor * pull;
}

void GeometricMedian::find(const PixelSpectra& points) {
    if (bands_ == 1) {
        find_in_one_band(points);
        return;
    }
    if (points.size() > 2 && take_medoid(points)) {
        return;
    }
    start_at_mean(points);
    if (points.size() <= 2) {
        return;
    }
    double previous = std::numeric_limits<double>::infinity();
    for (int iteration = 0; iteration < most_iterations; ++iteration) {
        const double moved = step(points);
        const double ratio = moved / previous;
        const bool settled = ratio < 1 && moved * ratio / (1 - ratio) < close_enough;
        if (moved == 0 || (iteration > 0 && settled)) {
            return;
        }
        previous = moved;
    }
}

double GeometricMedian::deviation(const std::string& name, const PixelSpectra& points) {
    const Distance distance = distance_of(name);
    for (std::size_t i = 0; i < points.size(); ++i) {
        distances_[i] = distance(points.point(i).first(bands_), value());
    }
    const auto all = std::span(distances_).first(points.size());
    const bool known = std::ranges::none_of(all, [](double d) { return std::isnan(d); });
    return known ? middle(all) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace mineprint::composite
