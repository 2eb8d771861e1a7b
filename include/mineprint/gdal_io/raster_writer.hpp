// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
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
    std::string name;  ///< of the class; may be empty
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

/// A tiled GeoTIFF that is written part by part, for rasters larger than the memory. It has a
/// temporary name until `commit`, and is gone without one. The bytes depend on the arguments and on
/// the order of the calls. T: uint8_t, uint16_t, int16_t, float. Throws RunError (disk full, no
/// permission) naming the path.
template <class T>
class GeoTiffWriter {
  public:
    /// `grid` is the file's own lattice.
    GeoTiffWriter(const std::filesystem::path& path, const geo::Grid& grid, std::size_t num_bands,
                  const GeoTiffOptions& options);
    ~GeoTiffWriter();
    GeoTiffWriter(GeoTiffWriter&&) noexcept;
    GeoTiffWriter& operator=(GeoTiffWriter&&) = delete;

    /// Pixels of band `band` (from 1) in a window that begins at block edges and ends at block
    /// edges or the grid's. Each block is to be written once.
    void write(int band, const geo::PixelWindow& window, const raster::Raster<T>& values);
    /// Puts the file in place when every byte is on the disk.
    void commit();

  private:
    struct State;
    static std::unique_ptr<State> begin(const std::filesystem::path& path, const geo::Grid& grid,
                                        std::size_t num_bands, const GeoTiffOptions& options);
    void fill_block(const raster::Raster<T>& values, std::int64_t left, std::int64_t top);
    std::unique_ptr<State> state_;
};

/// Writes a tiled GeoTIFF under a temporary name and renames it when every byte is on the disk.
/// The bytes depend on the arguments alone. `grid` is the file's own lattice and has the rasters'
/// size. Class names stand in the metadata item CLASS_NAMES as `value=name;…` (GDAL would put them
/// into a side file). T: uint8_t, uint16_t, int16_t, float. Throws RunError (disk full, no
/// permission) naming the path.
template <class T>
void write_geotiff(const std::filesystem::path& path, const geo::Grid& grid,
                   const std::vector<raster::Raster<T>>& bands, const GeoTiffOptions& options);

/// Writes a VRT that shows `tiles` (files of one lattice, one band layout) as one raster of `grid`,
/// with paths relative to the VRT.
void write_mosaic_vrt(const std::filesystem::path& path, const geo::Grid& grid,
                      const std::vector<std::filesystem::path>& tiles);

}  // namespace mineprint::gdal_io
