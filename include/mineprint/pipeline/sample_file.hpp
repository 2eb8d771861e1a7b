// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mineprint/archive/scene.hpp"
#include "mineprint/forest/sample_table.hpp"

namespace mineprint::pipeline {

/// What `samples.h5` holds.
struct SampleFile {
    forest::SampleTable table;
    std::vector<archive::Quarantined> quarantined;  ///< while the samples were made
    std::string fingerprint;                        ///< of what determined them
};

/// Writes a sample table. Throws RunError.
void write_samples(const std::filesystem::path& path, const SampleFile& samples);

/// Reads and checks a sample file: hashes against content, and every index against its list. Throws
/// DataError naming the file and the cause.
[[nodiscard]] SampleFile read_samples(const std::filesystem::path& path);
/// The same; nothing when there is no such file.
[[nodiscard]] std::optional<SampleFile> try_read_samples(const std::filesystem::path& path);

}  // namespace mineprint::pipeline
