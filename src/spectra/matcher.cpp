// SPDX-License-Identifier: Apache-2.0
#include "mineprint/spectra/matcher.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "mineprint/spectra/continuum.hpp"

namespace mineprint::spectra {
namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t fewest_bands = 4;
constexpr double least_depth = 0.005;  // of a reference
constexpr double shallowest = 0.01;    // of what is observed
constexpr double least_signal = 3;     // absorbed reflectance, in standard deviations of noise

bool all_finite(std::span<const double> values) {
    return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

double sum_of_squares(std::span<const double> values, double mean) {
    double sum = 0;
    for (const double value : values) {
        sum += (value - mean) * (value - mean);
    }
    return sum;
}

double mean_of(std::span<const double> values) {
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

}  // namespace

std::vector<std::size_t> bands_within(const Sensor& sensor, const Feature& feature) {
    std::vector<std::size_t> bands;
    const auto centre = [&](std::size_t band) { return sensor.responses[band].centre_um; };
    for (std::size_t band = 0; band < sensor.responses.size(); ++band) {
        if (sensor.usable[band] && centre(band) >= feature.left_um &&
            centre(band) <= feature.right_um) {
            bands.push_back(band);
        }
    }
    std::stable_sort(bands.begin(), bands.end(),
                     [&](std::size_t a, std::size_t b) { return centre(a) < centre(b); });
    return bands;
}

Matcher::Matcher(const Sensor& sensor, std::span<const Feature> features,
                 std::vector<Reference> references, Method method)
    : method_(method), noise_(sensor.noise), references_(std::move(references)) {
    for (const Response& response : sensor.responses) {
        centres_um_.push_back(response.centre_um);
    }
    feature_begin_.push_back(0);
    if (method == Method::angle) {
        bands_ = bands_within(sensor, {"", 0, std::numeric_limits<double>::infinity()});
        feature_begin_.push_back(bands_.size());
    } else {
        for (const Feature& feature : features) {
            const auto inside = bands_within(sensor, feature);
            if (inside.size() >= fewest_bands) {
                bands_.insert(bands_.end(), inside.begin(), inside.end());
                feature_begin_.push_back(bands_.size());
            }
        }
    }
    for (const Reference& reference : references_) {
        shapes_.push_back(make_shape(reference));
    }
}

std::vector<double> Matcher::shape(std::span<const double> values) const {
    std::vector<double> shape(bands_.size());
    for (std::size_t i = 0; i < bands_.size(); ++i) {
        shape[i] = values[bands_[i]];
    }
    if (method_ == Method::angle) {
        return shape;
    }
    std::vector<double> x(bands_.size());
    for (std::size_t i = 0; i < bands_.size(); ++i) {
        x[i] = centres_um_[bands_[i]];
    }
    for (std::size_t f = 0; f + 1 < feature_begin_.size(); ++f) {
        const std::size_t begin = feature_begin_[f];
        const std::size_t size = feature_begin_[f + 1] - begin;
        const auto removed = remove_continuum(std::span<const double>(x).subspan(begin, size),
                                              std::span<const double>(shape).subspan(begin, size));
        std::copy(removed.begin(), removed.end(),
                  shape.begin() + static_cast<std::ptrdiff_t>(begin));
    }
    return shape;
}

Matcher::Shape Matcher::make_shape(const Reference& reference) const {
    Shape made;
    made.values = shape(reference.bands);
    if (made.values.empty() || !all_finite(made.values)) {
        return made;
    }
    if (method_ == Method::angle) {
        made.square_sum = sum_of_squares(made.values, 0);
        made.depth = no_value;
        made.comparable = made.square_sum > 0;
        return made;
    }
    const std::size_t num_features = feature_begin_.size() - 1;
    double deepest = 0;
    for (std::size_t f = 0; f < num_features; ++f) {
        const auto begin = made.values.begin() + static_cast<std::ptrdiff_t>(feature_begin_[f]);
        const auto end = made.values.begin() + static_cast<std::ptrdiff_t>(feature_begin_[f + 1]);
        const double depth = 1 - *std::min_element(begin, end);
        made.depth += depth / static_cast<double>(num_features);
        deepest = std::max(deepest, depth);
    }
    const double mean = mean_of(made.values);
    for (double& value : made.values) {
        value -= mean;
    }
    made.square_sum = sum_of_squares(made.values, 0);
    made.comparable = deepest >= least_depth;
    return made;
}

Score Matcher::score(const Shape& reference, std::span<const double> values,
                     double square_sum) const {
    if (!reference.comparable) {
        return {no_value, no_value, no_value};
    }
    double product = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        product += reference.values[i] * values[i];
    }
    if (method_ == Method::angle) {
        const double cosine = product / std::sqrt(reference.square_sum * square_sum);
        const double angle = std::acos(std::clamp(cosine, -1.0, 1.0));
        const double similarity = 1 - 2 * angle / std::numbers::pi;
        return {similarity, no_value, similarity};
    }
    const double scale = product / reference.square_sum;
    if (scale <= 0 || square_sum <= 0) {
        return {0, 0, 0};
    }
    const double fit = std::min(1.0, scale * product / square_sum);
    const double depth = std::min(1.0, scale * reference.depth);
    return {fit, depth, fit * depth};
}

std::vector<Score> Matcher::scores(std::span<const double> values) const {
    const auto observed = shape(values);
    std::vector<Score> scores(shapes_.size(), {no_value, no_value, no_value});
    const double mean = method_ == Method::angle ? 0 : mean_of(observed);
    const double square_sum = sum_of_squares(observed, mean);
    if (observed.empty() || !all_finite(observed) ||
        (method_ == Method::angle && !(square_sum > 0))) {
        return scores;
    }
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
        scores[i] = score(shapes_[i], observed, square_sum);
    }
    return scores;
}

Match Matcher::match(std::span<const double> values) const {
    const auto all = scores(values);
    Match found;
    double best_fit = 0;
    double best_target_fit = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].fit > best_fit) {
            best_fit = all[i].fit;
            found.best = static_cast<int>(i);
        }
        if (references_[i].target && all[i].fit > best_target_fit) {
            best_target_fit = all[i].fit;
            found.best_target = static_cast<int>(i);
            found.target = all[i];
        }
    }
    const bool wins = found.best >= 0 && references_[static_cast<std::size_t>(found.best)].target;
    found.statistic = wins && stands_out(found.target, values) ? found.target.fit : 0;
    return found;
}

bool Matcher::stands_out(const Score& target, std::span<const double> values) const {
    if (method_ == Method::angle) {
        return true;
    }
    double level = 0;
    for (const std::size_t band : bands_) {
        level += values[band] / static_cast<double>(bands_.size());
    }
    return target.depth >= shallowest && target.depth * level >= least_signal * noise_;
}

}  // namespace mineprint::spectra
