// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mineprint/geo/grid.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::gdal_io {

struct ColourEntry {
    int value = 0;
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    std::string name;  ///< category name, may be empty
};

struct GeoTiffOptions {
    std::optional<double> nodata;
    std::vector<std::string> band_names;
    std::vector<ColourEntry> colours;             ///< for one-band uint8 rasters
    std::map<std::string, std::string> metadata;  ///< default domain; key order is byte order
    std::string compression = "DEFLATE";          ///< NONE, DEFLATE, ZSTD, LERC_ZSTD
    int block_size = 256;
    double scale = 1;  ///< stored value × scale + offset = physical value; written if not 1 and 0
    double offset = 0;
};

/// Writes a tiled GeoTIFF under a temporary name and renames it when every byte is on the disk.
/// The bytes depend on the arguments alone. `grid` is the file's own lattice and has the rasters'
/// size. T: uint8_t, uint16_t, int16_t, float. Throws RunError (disk full, no permission) naming
/// the path.
template <class T>
void write_geotiff(const std::filesystem::path& path, const geo::Grid& grid,
                   const std::vector<raster::Raster<T>>& bands, const GeoTiffOptions& options);

/// Writes a VRT that shows `tiles` (files of one lattice, one band layout) as one raster of `grid`,
/// with paths relative to the VRT.
void write_mosaic_vrt(const std::filesystem::path& path, const geo::Grid& grid,
                      const std::vector<std::filesystem::path>& tiles);

}  // namespace mineprint::gdal_io
