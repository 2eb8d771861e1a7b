// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mineprint/forest/forest.hpp"

namespace mineprint::forest {

/// The forest as an ONNX model (IR 8, operator sets ai.onnx.ml 1 and ai.onnx 13): one
/// `TreeEnsembleClassifier`, whose scores are the sums of the class shares in 65 535ths, and their
/// mean; of two classes the first with the larger sum, since runtimes read the operator's own label
/// of two classes from the sign of the second's score. Input `features` (float, rows × features in
/// the schema's order), outputs `label` (text) and `probabilities` (float, rows × classes). The
/// sums are whole numbers below 2^24, so exact in single precision in any order, for forests of up
/// to 256 trees; of larger ones the last bits of a sum, and with them the class of a tie, may
/// differ. Names and definitions of the features stand in the model's metadata.
[[nodiscard]] std::string to_onnx(const Forest& forest);

/// The forest as strings of `ee.Classifier.decisionTreeEnsemble` of Google Earth Engine, one a
/// tree. A leaf gives the number of its first most frequent class: shares of mixed leaves and
/// directions of missing values have no place there. Throws DataError for a tree deeper than 62
/// levels, whose nodes the format cannot number.
[[nodiscard]] std::vector<std::string> to_gee_trees(const Forest& forest);

}  // namespace mineprint::forest
