// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mineprint::accuracy {

/// How the target is told from the rest by its probability alone, at every threshold that makes a
/// difference: "target where the probability is at least `threshold`".
struct CurvePoint {
    std::uint16_t threshold = 0;
    std::int64_t true_positives = 0;
    std::int64_t false_positives = 0;
    bool operator==(const CurvePoint&) const = default;
};

struct DetectionCurve {
    std::vector<CurvePoint> points;  ///< by falling threshold, one for each probability that occurs
    std::int64_t num_target = 0;
    std::int64_t num_other = 0;

    [[nodiscard]] double precision(const CurvePoint& point) const;
    [[nodiscard]] double recall(const CurvePoint& point) const;  ///< true positive rate
    [[nodiscard]] double false_positive_rate(const CurvePoint& point) const;
    /// Area under the receiver operating characteristic: the share of pairs (target, other) that
    /// the probability orders rightly, ties counting half (Hanley & McNeil 1982, Radiology
    /// 143:29-36). NaN without either.
    [[nodiscard]] double roc_auc() const;
    /// Standard error of the area by DeLong et al. 1988, Biometrics 44:837-845, for independent
    /// samples; NaN with fewer than two of either.
    [[nodiscard]] double roc_auc_se() const;
    /// Average precision: Σ (R_k − R_{k−1}) P_k, the area under the precision-recall curve without
    /// interpolation. NaN without a target.
    [[nodiscard]] double average_precision() const;
    bool operator==(const DetectionCurve&) const = default;
};

/// `probability[i]` of a sample (any scale), `is_target[i]` not 0 where it is of the target class.
[[nodiscard]] DetectionCurve detection_curve(std::span<const std::uint16_t> probability,
                                             std::span<const std::uint8_t> is_target);

/// What makes a threshold best. Of equal ones the highest is taken.
enum class ThresholdRule {
    argmax,  ///< no threshold: the class with the most votes
    f1,      ///< harmonic mean of precision and recall
    f_half,  ///< F0.5: precision counts twice as much as recall
    youden,  ///< recall − false positive rate (Youden 1950, Cancer 3:32-35)
    fixed,   ///< a number of the job
};

/// The best threshold of a curve by `f1`, `f_half` or `youden`. Throws DataError without a target
/// or anything else in the samples, RunError for a rule that has no best.
[[nodiscard]] CurvePoint best_point(const DetectionCurve& curve, ThresholdRule rule);

}  // namespace mineprint::accuracy
