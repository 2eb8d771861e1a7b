// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "mineprint/hdf5_io/file.hpp"

namespace mineprint::hdf5_io {

/// Says what a file is, in the root attributes `filetype` (`mineprint-model`) and `schema_version`.
void write_filetype(File& file, const std::string& filetype, std::int64_t schema_version);

/// Throws DataError when a file is of another type or of a schema version this program does not
/// read.
void require_filetype(const File& file, const std::string& filetype, std::int64_t schema_version);

}  // namespace mineprint::hdf5_io
