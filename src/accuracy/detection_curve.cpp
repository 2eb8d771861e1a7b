// SPDX-License-Identifier: Apache-2.0
#include "mineprint/accuracy/detection_curve.hpp"

#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include "mineprint/core/error.hpp"

namespace mineprint::accuracy {
namespace {

double share(double part, double whole) {
    return whole == 0 ? std::numeric_limits<double>::quiet_NaN() : part / whole;
}

double real(std::int64_t number) { return static_cast<double>(number); }

double score(const DetectionCurve& curve, const CurvePoint& point, ThresholdRule rule) {
    if (rule == ThresholdRule::youden) {
        return curve.recall(point) - curve.false_positive_rate(point);
    }
    // F_β = (1 + β²) tp / ((1 + β²) tp + β² fn + fp)
    const double beta_squared = rule == ThresholdRule::f1 ? 1 : 0.25;
    const double hits = (1 + beta_squared) * real(point.true_positives);
    const double misses = beta_squared * real(curve.num_target - point.true_positives);
    return share(hits, hits + misses + real(point.false_positives));
}

}  // namespace

double DetectionCurve::precision(const CurvePoint& point) const {
    return share(real(point.true_positives), real(point.true_positives + point.false_positives));
}

double DetectionCurve::recall(const CurvePoint& point) const {
    return share(real(point.true_positives), real(num_target));
}

double DetectionCurve::false_positive_rate(const CurvePoint& point) const {
    return share(real(point.false_positives), real(num_other));
}

double DetectionCurve::roc_auc() const {
    double twice_ordered = 0;  // whole numbers, exact up to 2^53
    CurvePoint before;
    for (const CurvePoint& point : points) {
        twice_ordered += real(point.false_positives - before.false_positives) *
                         real(point.true_positives + before.true_positives);
        before = point;
    }
    return share(twice_ordered / 2, real(num_target) * real(num_other));
}

double DetectionCurve::roc_auc_se() const {
    if (num_target < 2 || num_other < 2) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    // Per sample the share of the other kind that it is ordered rightly with.
    const double area = roc_auc();
    double of_targets = 0;
    double of_others = 0;
    CurvePoint before;
    for (const CurvePoint& point : points) {
        const double targets = real(point.true_positives - before.true_positives);
        const double others = real(point.false_positives - before.false_positives);
        const double others_below = real(num_other) - real(point.false_positives) + others / 2;
        const double targets_above = real(before.true_positives) + targets / 2;
        const double target_deviation = others_below / real(num_other) - area;
        const double other_deviation = targets_above / real(num_target) - area;
        of_targets += targets * target_deviation * target_deviation;
        of_others += others * other_deviation * other_deviation;
        before = point;
    }
    return std::sqrt(of_targets / (real(num_target - 1) * real(num_target)) +
                     of_others / (real(num_other - 1) * real(num_other)));
}

double DetectionCurve::average_precision() const {
    double sum = 0;
    CurvePoint before;
    for (const CurvePoint& point : points) {
        sum += real(point.true_positives - before.true_positives) * precision(point);
        before = point;
    }
    return share(sum, real(num_target));
}

DetectionCurve detection_curve(std::span<const std::uint16_t> probability,
                               std::span<const std::uint8_t> is_target) {
    std::map<std::uint16_t, std::pair<std::int64_t, std::int64_t>, std::greater<>> counts;
    for (std::size_t i = 0; i < probability.size(); ++i) {
        auto& [target, other] = counts[probability[i]];
        ++(is_target[i] != 0 ? target : other);
    }
    DetectionCurve curve;
    for (const auto& [threshold, number] : counts) {
        curve.num_target += number.first;
        curve.num_other += number.second;
        curve.points.push_back({threshold, curve.num_target, curve.num_other});
    }
    return curve;
}

CurvePoint best_point(const DetectionCurve& curve, ThresholdRule rule) {
    if (rule == ThresholdRule::argmax || rule == ThresholdRule::fixed) {
        throw core::RunError("a threshold rule without a best threshold was asked for one");
    }
    if (curve.num_target == 0 || curve.num_other == 0) {
        throw core::DataError(
            "no threshold can be chosen: the held-out samples lack the target class or have "
            "nothing else");
    }
    CurvePoint best = curve.points.front();
    for (const CurvePoint& point : curve.points) {
        if (score(curve, point, rule) > score(curve, best, rule)) {
            best = point;
        }
    }
    return best;
}

}  // namespace mineprint::accuracy
