// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/archive/scene.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/geo/grid.hpp"
#include "mineprint/raster/raster.hpp"
#include "mineprint/raster/scaled_raster.hpp"

namespace mineprint::archive {

/// Reflectance of a band in a window of its own file: float(stored value × scale + offset) worked
/// out in double precision; NaN for nodata and for saturation, unless a band has no such value. It
/// is read in the type the file stores, so that these are compared exactly. Throws DataError that
/// names the file.
[[nodiscard]] raster::Raster<float> read_reflectance(gdal_io::RasterReader& reader,
                                                     const BandFile& band,
                                                     const geo::PixelWindow& window);

/// The same, left as stored where the file holds 16-bit numbers without a sign (Landsat,
/// Sentinel-2) and larger ones mean larger values.
[[nodiscard]] raster::ScaledRaster read_band(gdal_io::RasterReader& reader, const BandFile& band,
                                             const geo::PixelWindow& window);

}  // namespace mineprint::archive
