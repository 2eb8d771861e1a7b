// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/archive/scene.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/hdf5_io/file.hpp"

namespace mineprint::pipeline {

/// Writes scenes and files that could not be used as a group of columns: scene, path, tile, epoch,
/// cause, along the axis `row`.
void write_quarantine(hdf5_io::File& file, const std::string& group,
                      const std::vector<archive::Quarantined>& rows, hdf5_io::TextWidth width);
[[nodiscard]] std::vector<archive::Quarantined> read_quarantine(const hdf5_io::File& file,
                                                                const std::string& group);
/// SHA-256 of all rows.
[[nodiscard]] std::string quarantine_hash(const std::vector<archive::Quarantined>& rows);

}  // namespace mineprint::pipeline
