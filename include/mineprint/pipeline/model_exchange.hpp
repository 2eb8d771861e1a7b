// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "mineprint/forest/forest.hpp"

namespace mineprint::pipeline {

/// The forest as JSON (docs/formats/model.md), of which `forest_from_json` makes the same again.
[[nodiscard]] std::string to_json(const forest::Forest& forest);

/// Thresholds of double precision become the largest single-precision number at or below them, so
/// that single-precision values go the same way. Leaf weights that are not whole are kept to 2^-31
/// of their sum. Features of known names get their definitions from the list of features. Throws
/// DataError naming `where` and what is wrong.
[[nodiscard]] forest::Forest forest_from_json(const std::string& text, const std::string& where);

/// One forest of a model file in another format: `json`, `onnx`, `gee` (a JSON list of strings).
struct Export {
    std::filesystem::path model;
    std::filesystem::path target;
    std::string format = "json";
    std::string forest;  ///< empty: the only one
};
void export_forest(const Export& options);

/// A model file of one forest named `name`, made of a JSON file.
struct Import {
    std::filesystem::path source;
    std::filesystem::path model;
    std::string name = "all";
};
void import_forest(const Import& options);

}  // namespace mineprint::pipeline
