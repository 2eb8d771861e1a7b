// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mineprint/forest/feature_schema.hpp"

namespace mineprint::forest {

/// One node of a tree. A row goes left when `feature value <= threshold`; a missing value (NaN)
/// goes left when `missing_left`. A leaf has feature -1, and `left` is its index into the leaf
/// values.
struct Node {
    std::int32_t feature = -1;
    float threshold = 0;
    std::int32_t left = 0;   ///< node index of the left child; for a leaf: leaf index
    std::int32_t right = 0;  ///< node index of the right child
    std::uint8_t missing_left = 0;
    bool operator==(const Node&) const = default;
};

/// A decision tree; node 0 is the root, children come after their parent. `leaf_counts` holds, per
/// leaf, the (weighted, integer) count of each class among the in-bag training rows.
struct Tree {
    std::vector<Node> nodes;
    std::vector<std::uint32_t> leaf_counts;  ///< leaves × classes
    bool operator==(const Tree&) const = default;
};

/// How forests grown without a fold of the samples classify that fold.
struct CrossValidation {
    std::vector<std::string> folds;         ///< names; empty: none was made
    std::vector<std::uint64_t> confusions;  ///< folds × predicted × true class
    bool operator==(const CrossValidation&) const = default;
};

/// The confusions of all folds summed: predicted × true class.
[[nodiscard]] std::vector<std::uint64_t> pooled_confusion(const CrossValidation& validation);

/// A forest of a tuning run.
struct TuningPoint {
    std::uint32_t trees = 0;
    std::uint32_t mtry = 0;
    double oob_error = 0;
    bool operator==(const TuningPoint&) const = default;
};

struct TrainingReport {
    std::uint64_t num_samples = 0;             ///< rows trained on
    double oob_error = 0;                      ///< NaN when no row was ever out of bag
    std::vector<std::uint64_t> oob_confusion;  ///< predicted × true, classes²
    std::vector<std::uint32_t> curve_trees;    ///< learning curve: the error of the first so many
    std::vector<double> curve_oob_error;       ///< trees; the last is `oob_error` of all
    std::vector<double> impurity_importance;   ///< per feature, sums to 1 (0 if no split)

    // Of a forest grown elsewhere nothing is known of this.
    double oob_margin = 0;                       ///< mean, -1 … 1; NaN as `oob_error`
    std::vector<double> permutation_importance;  ///< per feature, loss of out-of-bag accuracy;
                                                 ///< empty unless asked for
    std::vector<double> permutation_error;       ///< standard error of it over the trees
    std::vector<std::vector<float>> bin_edges;   ///< per feature, rising: what it is split at
    std::vector<std::uint64_t> class_samples;    ///< rows trained on, per class
    std::string options;                         ///< how it was grown: name=value, blank between

    CrossValidation cross_validation;
    std::vector<TuningPoint> tuning;  ///< forests tried before this; empty if none were
    bool operator==(const TrainingReport&) const = default;
};

/// A trained random forest (Breiman 2001) and what must be known to use it.
struct Forest {
    FeatureSchema schema;
    std::vector<std::string> classes;
    std::vector<Tree> trees;
    TrainingReport report;
    std::string training_hash;  ///< SHA-256 of sample rows and options that determined it

    [[nodiscard]] std::size_t num_classes() const noexcept { return classes.size(); }
    /// SHA-256 of everything that determines a prediction.
    [[nodiscard]] std::string hash() const;
    bool operator==(const Forest&) const = default;
};

/// How a forest answers: each tree gives the class shares of its leaf as a 16-bit fraction
/// (share × 65535, rounded); they are summed as integers over trees, so that the order of the trees
/// cannot matter. The class is the one with the largest sum, the first of equals.
struct Prediction {
    std::vector<std::uint8_t> label;  ///< per row
    std::vector<std::uint16_t>
        probability;  ///< rows × classes; sum / trees, 0 … 65535, rounded down
};

/// The plain tree walk every faster engine must agree with. `rows` is row-major, n × schema.size().
[[nodiscard]] Prediction predict_by_walking(const Forest& forest, std::span<const float> rows);

}  // namespace mineprint::forest
