// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace mineprint::gdal_io {

/// Copies a vector file into another format (`GPKG`, `KML`), under a temporary name first, as a
/// layer of the given name. The bytes depend on the source alone: the time of the last change that
/// a GeoPackage holds is that of the epoch 1970. Throws DataError where the source cannot be read,
/// RunError where the copy cannot be written.
void copy_vector(const std::filesystem::path& source, const std::filesystem::path& path,
                 const std::string& driver, const std::string& layer);

}  // namespace mineprint::gdal_io
