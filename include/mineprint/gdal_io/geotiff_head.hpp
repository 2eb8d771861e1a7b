// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>

#include <gdal_priv.h>

#include "mineprint/gdal_io/library.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "mineprint/geo/grid.hpp"

namespace mineprint::gdal_io {

/// The one place where GDAL's answers are looked at while writing.
class Writing {
  public:
    explicit Writing(std::filesystem::path path) : path_(std::move(path)) {}

    /// Throws RunError naming the file when GDAL did not do what it should.
    void check(CPLErr result, const char* what) const;
    [[noreturn]] void fail(const char* what) const;

  private:
    std::filesystem::path path_;
    ErrorScope errors_;
};

struct PixelLayout {
    std::size_t num_bands = 1;
    GDALDataType type = GDT_Byte;
};

/// Throws RunError naming the option that makes no GeoTIFF.
void check_geotiff_options(const std::filesystem::path& path, const GeoTiffOptions& options,
                           std::size_t num_bands, GDALDataType type);

/// A GeoTIFF with all that stands before its first pixel.
[[nodiscard]] GDALDatasetUniquePtr create_geotiff(const std::filesystem::path& file,
                                                  const geo::Grid& grid, const PixelLayout& layout,
                                                  const GeoTiffOptions& options,
                                                  const Writing& writing);

}  // namespace mineprint::gdal_io
