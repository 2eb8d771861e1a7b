// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <vector>

#include "mineprint/accuracy/detection_curve.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/random.hpp"
#include "test_main.hpp"

using namespace mineprint::accuracy;

namespace {

struct Samples {
    std::vector<std::uint16_t> probability;
    std::vector<std::uint8_t> is_target;
};

/// Two overlapping bells on few values, so that there are many ties.
Samples draw(std::size_t number, std::uint64_t seed) {
    const mineprint::core::KeyedRandom random(seed, mineprint::core::Stream::noise);
    Samples samples;
    for (std::size_t i = 0; i < number; ++i) {
        const bool target = random.uniform(i, 0) < 0.3;
        const double score = 50 + (target ? 12 : -8) + 15 * random.normal(i, 1);
        samples.probability.push_back(static_cast<std::uint16_t>(std::clamp(score, 0.0, 100.0)));
        samples.is_target.push_back(target ? 1 : 0);
    }
    return samples;
}

}  // namespace

TEST_CASE("curves of a sample that can be counted by hand") {
    // The example of scikit-learn's roc_auc_score and average_precision_score: labels 0 0 1 1,
    // scores 0.1 0.4 0.35 0.8 give 0.75 and 0.8333.
    const auto curve = detection_curve(std::vector<std::uint16_t>{10, 40, 35, 80},
                                       std::vector<std::uint8_t>{0, 0, 1, 1});
    CHECK(curve.num_target == 2);
    CHECK(curve.points == std::vector<CurvePoint>{{80, 1, 0}, {40, 1, 1}, {35, 2, 1}, {10, 2, 2}});
    CHECK(curve.roc_auc() == Approx(0.75));
    CHECK(curve.average_precision() == Approx(0.5 + 0.5 * 2 / 3));
    CHECK(curve.precision(curve.points[2]) == Approx(2.0 / 3));
    CHECK(curve.recall(curve.points[1]) == Approx(0.5));
    CHECK(curve.false_positive_rate(curve.points[1]) == Approx(0.5));
}

TEST_CASE("the area under the curve is the share of pairs in order, and its error DeLong's") {
    const Samples samples = draw(400, 3);
    const auto curve = detection_curve(samples.probability, samples.is_target);
    // Brute force over all pairs, with each sample's own share of pairs.
    std::vector<double> share(samples.probability.size());
    double pairs = 0;
    for (std::size_t a = 0; a < share.size(); ++a) {
        for (std::size_t b = 0; b < share.size(); ++b) {
            if (samples.is_target[a] == 1 && samples.is_target[b] == 0) {
                const int difference = samples.probability[a] - samples.probability[b];
                const double ordered = difference > 0 ? 1 : (difference == 0 ? 0.5 : 0);
                pairs += ordered;
                share[a] += ordered / static_cast<double>(curve.num_other);
                share[b] += ordered / static_cast<double>(curve.num_target);
            }
        }
    }
    const auto m = static_cast<double>(curve.num_target);
    const auto n = static_cast<double>(curve.num_other);
    const double area = pairs / (m * n);
    CHECK(curve.roc_auc() == Approx(area).epsilon(1e-12));
    double of_targets = 0;
    double of_others = 0;
    for (std::size_t i = 0; i < share.size(); ++i) {
        (samples.is_target[i] == 1 ? of_targets : of_others) += std::pow(share[i] - area, 2);
    }
    CHECK(curve.roc_auc_se() ==
          Approx(std::sqrt(of_targets / (m - 1) / m + of_others / (n - 1) / n)).epsilon(1e-12));
}

TEST_CASE("the best threshold is the best of all, of equal ones the highest") {
    const Samples samples = draw(300, 8);
    const auto curve = detection_curve(samples.probability, samples.is_target);
    const auto measure = [&](int threshold, ThresholdRule rule) {
        double tp = 0;
        double fp = 0;
        for (std::size_t i = 0; i < samples.probability.size(); ++i) {
            const bool found = samples.probability[i] >= threshold;
            tp += found && samples.is_target[i] == 1 ? 1 : 0;
            fp += found && samples.is_target[i] == 0 ? 1 : 0;
        }
        const double precision = tp + fp == 0 ? 0 : tp / (tp + fp);
        const double recall = tp / static_cast<double>(curve.num_target);
        if (rule == ThresholdRule::youden) {
            return recall - fp / static_cast<double>(curve.num_other);
        }
        const double b2 = rule == ThresholdRule::f1 ? 1 : 0.25;
        return precision + recall == 0 ? 0
                                       : (1 + b2) * precision * recall / (b2 * precision + recall);
    };
    for (const auto rule : {ThresholdRule::f1, ThresholdRule::f_half, ThresholdRule::youden}) {
        double best = -2;
        int where = 0;
        for (int threshold = 0; threshold <= 100; ++threshold) {
            if (measure(threshold, rule) >= best - 1e-12) {
                best = measure(threshold, rule);
                where = threshold;
            }
        }
        const CurvePoint found = best_point(curve, rule);
        CHECK(measure(found.threshold, rule) == Approx(best));
        CHECK(found.threshold == where);
    }
    // F0.5 asks for more certainty than F1.
    CHECK(best_point(curve, ThresholdRule::f_half).threshold >=
          best_point(curve, ThresholdRule::f1).threshold);
}

TEST_CASE("without one of the two kinds there is no curve to speak of") {
    const auto curve =
        detection_curve(std::vector<std::uint16_t>{5, 7}, std::vector<std::uint8_t>{1, 1});
    CHECK(std::isnan(curve.roc_auc()));
    CHECK(std::isnan(curve.roc_auc_se()));
    CHECK(curve.average_precision() == 1);
    CHECK_THROWS_AS(best_point(curve, ThresholdRule::f1), mineprint::core::DataError);
    CHECK_THROWS_AS(best_point(curve, ThresholdRule::argmax), mineprint::core::RunError);
}
