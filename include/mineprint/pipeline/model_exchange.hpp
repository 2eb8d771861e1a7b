// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mineprint/forest/forest.hpp"
#include "mineprint/forest/onnx_import.hpp"

namespace mineprint::pipeline {

/// The forest as JSON (docs/formats/model.md), of which `forest_from_json` makes the same again.
[[nodiscard]] std::string to_json(const forest::Forest& forest);

/// Thresholds of double precision become the largest single-precision number at or below them, so
/// that single-precision values go the same way. Leaf weights that are not whole become the
/// smallest whole numbers in their ratio, or are kept to 2^-31 of their sum (forest/leaf_weights).
/// Features of known names get their definitions from the list of features. Throws DataError naming
/// `where` and what is wrong.
[[nodiscard]] forest::Forest forest_from_json(const std::string& text, const std::string& where);

/// The forest in an ONNX model (forest/onnx_import.hpp), features of known names with their
/// definitions. Throws DataError naming `where` and what is wrong or not supported.
[[nodiscard]] forest::Forest forest_from_onnx(const std::string& bytes,
                                              const forest::OnnxNames& names,
                                              const std::string& where);

/// One forest of a model file in another format: `json`, `onnx`, `gee` (a JSON list of strings).
struct Export {
    std::filesystem::path model;
    std::filesystem::path target;
    std::string format = "json";
    std::string forest;  ///< empty: the only one
};
void export_forest(const Export& options);

/// A model file of one forest named `name`, made of a file in JSON (it ends in `.json` or starts
/// with a brace) or of an ONNX model, whose features and classes can be given names.
struct Import {
    std::filesystem::path source;
    std::filesystem::path model;
    std::string name = "all";
    std::vector<std::string> features;  ///< empty: those of the file
    std::vector<std::string> classes;   ///< empty: those of the file
};
void import_forest(const Import& options);

}  // namespace mineprint::pipeline
