// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include <gdal_priv.h>

#include "mineprint/gdal_io/raster_reader.hpp"

namespace mineprint::gdal_io {

/// What an open raster says of itself. Throws DataError: no bands, no georeference, rotated,
/// south-up.
[[nodiscard]] RasterInfo describe(GDALDataset& dataset, const std::filesystem::path& path);

/// All bands of a block are stored, and decoded, together.
[[nodiscard]] bool is_pixel_interleaved(GDALDataset& dataset);

}  // namespace mineprint::gdal_io
