// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace mineprint::gdal_io {

struct CogOptions {
    std::string compression = "DEFLATE";  ///< NONE, DEFLATE, ZSTD, LERC_ZSTD
    /// How overviews are made: `MODE` for classes, `AVERAGE` for quantities.
    std::string overviews = "MODE";
    bool predictor = false;  ///< neighbours differ by small steps
    int num_threads = 1;
};

/// Writes a raster, a VRT over tiles for example, as one cloud-optimised GeoTIFF in blocks of 512
/// pixels with overviews, under a temporary name first. Colours, names, nodata, scale and metadata
/// come along. Throws DataError where the source cannot be read, RunError where the file cannot be
/// written.
void write_cog(const std::filesystem::path& path, const std::filesystem::path& source,
               const CogOptions& options);

}  // namespace mineprint::gdal_io
