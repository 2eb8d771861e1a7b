// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mineprint/forest/forest.hpp"

namespace mineprint::forest {

/// Names for what an ONNX model leaves without; empty: those of the model.
struct OnnxNames {
    std::vector<std::string> features;
    std::vector<std::string> classes;
};

/// The forest in an ONNX model: one TreeEnsembleClassifier (onnx_ensemble.hpp) that is given the
/// model's only input, floats. What stands behind it may be Cast, Identity and ZipMap, which change
/// the form of its answer alone, and in models of this program what its own export puts there.
/// Features are named by the metadata of such a model, else by `names`; definitions are empty
/// unless the metadata have them. Throws DataError for everything else, with what was found and
/// what is supported.
[[nodiscard]] Forest from_onnx(std::string_view bytes, const OnnxNames& names);

}  // namespace mineprint::forest
