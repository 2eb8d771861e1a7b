// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "mineprint/forest/forest.hpp"

namespace mineprint::pipeline {

/// What `model.h5` holds.
struct ModelFile {
    std::map<std::string, forest::Forest> forests;  ///< by name: `all`, `Kachin`, `Kachin/2005`
    std::string fingerprint;                        ///< of what determined them
};

/// Writes all forests with everything needed to predict elsewhere. Throws RunError; DataError for a
/// forest that cannot be walked.
void write_models(const std::filesystem::path& path, const ModelFile& models);

/// Reads and checks a model file: hashes against content, and that every forest can be walked.
/// Throws DataError naming the file, the forest and the cause.
[[nodiscard]] ModelFile read_models(const std::filesystem::path& path);
/// The same; nothing when there is no such file.
[[nodiscard]] std::optional<ModelFile> try_read_models(const std::filesystem::path& path);

/// Features, classes and training reports of the forests, without the trees: much less to read.
/// Throws DataError as `read_models`.
[[nodiscard]] std::map<std::string, forest::Forest> read_reports(const std::filesystem::path& path);

/// Throws DataError naming the first difference when the features offered are not those that the
/// forest was trained on.
void require_schema(const forest::Forest& forest, const forest::FeatureSchema& offered);

}  // namespace mineprint::pipeline
