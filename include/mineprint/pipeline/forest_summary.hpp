// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "mineprint/forest/forest.hpp"
#include "mineprint/hdf5_io/file.hpp"
#include "mineprint/pipeline/job.hpp"

namespace mineprint::pipeline {

/// What training said of a forest that serves a region.
struct ForestSummary {
    std::string name;  ///< in model.h5
    std::vector<std::string> features;
    std::vector<std::string> classes;
    /// Samples, options, out-of-bag error and margin, importances, cross-validation and tuning; the
    /// rest is left empty.
    forest::TrainingReport report;
    std::int64_t tuning_chosen = -1;  ///< which of `report.tuning` the forest was grown by
};

/// The forests of model.h5 that serve a job's epochs, by name. None where there is no file, or one
/// without them. Throws DataError for a file that cannot be read.
[[nodiscard]] std::vector<ForestSummary> forest_summaries(const RegionJob& job,
                                                          const std::filesystem::path& model_file);

/// Writes and reads the groups `<group>/<forest>` of a region in results.h5; a slash in the name of
/// a forest makes a group in a group.
void write_forest_summaries(hdf5_io::File& file, const std::string& group,
                            const std::vector<ForestSummary>& forests);
[[nodiscard]] std::vector<ForestSummary> read_forest_summaries(const hdf5_io::File& file,
                                                               const std::string& group);

}  // namespace mineprint::pipeline
