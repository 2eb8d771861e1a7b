// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include <gdal_priv.h>

namespace mineprint::gdal_io {

/// Opens a raster for reading. Throws DataError naming the file and GDAL's reason.
[[nodiscard]] GDALDatasetUniquePtr open_raster(const std::filesystem::path& path);
/// Opens a vector file for reading, without touching it or its folder. Throws DataError.
[[nodiscard]] GDALDatasetUniquePtr open_vector(const std::filesystem::path& path);

/// The driver of that name. Throws RunError when this GDAL was built without it.
[[nodiscard]] GDALDriver& driver_named(const std::string& name);

}  // namespace mineprint::gdal_io
