// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/forest/forest.hpp"
#include "mineprint/forest/onnx_model.hpp"

namespace mineprint::forest {

/// The trees of a TreeEnsembleClassifier, nodes behind their parents.
struct OnnxEnsemble {
    std::vector<std::string> classes;
    std::vector<Tree> trees;
    std::size_t num_features = 0;  ///< at least so many: none asked for is beyond
};

/// Translates the operator, versions 1 and 3 of ai.onnx.ml, so that every tree asks the same of
/// every single-precision value. `<`, `>` and `>=` become `<=` with the next lower threshold or the
/// branches changed. The weights of leaves (leaf_weights.hpp) may be
/// - whole 65 535ths, as this program's export has them: the shares of the forest are these;
/// - any whose sum is the same in all leaves, as in the mean of trees: the shares are their parts
/// of
///   it; of a single tree the sums may differ;
/// - of two classes, one weight alone, that of the second class, in parts of the mean.
/// Throws DataError for everything else, naming tree and node: other modes, transformed scores,
/// base values, leaves that weigh differently (boosted trees do), attributes in double precision.
[[nodiscard]] OnnxEnsemble read_ensemble(const OnnxNode& node);

}  // namespace mineprint::forest
