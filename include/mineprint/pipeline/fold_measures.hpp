// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/forest/forest.hpp"

namespace mineprint::pipeline {

/// One measure of accuracy of a cross-validated forest. Shares in 0 … 1; NaN where there is no
/// sample that it could be a share of.
struct FoldMeasure {
    std::string measure;          ///< `overall_accuracy`, `users_accuracy`, …
    std::string cls;              ///< class, empty for the overall accuracy
    std::vector<double> of_fold;  ///< [fold]
    double pooled = 0;            ///< of all folds' samples together
    double mean = 0;              ///< over the folds that have the measure
    double sd = 0;                ///< standard deviation over these folds (n − 1); NaN of one
    std::size_t num_folds = 0;    ///< folds that have it
};

/// Overall accuracy, then user's and producer's accuracy and F1 of each class, from the confusions
/// of the folds. Nothing where there are no folds.
[[nodiscard]] std::vector<FoldMeasure> fold_measures(const forest::CrossValidation& validation,
                                                     const std::vector<std::string>& classes);

}  // namespace mineprint::pipeline
