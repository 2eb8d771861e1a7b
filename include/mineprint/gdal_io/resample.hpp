// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/geo/grid.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::gdal_io {

/// How a band of a raster becomes a layer on another lattice.
struct ResampleOptions {
    int band = 1;
    bool bilinear = false;         ///< else the nearest: the pixel that holds the centre
    std::optional<double> nodata;  ///< not set: what the file says
};

/// A band on a window of `grid`, which may reach beyond the grid: stored value × scale + offset of
/// the file, NaN where there is none. Bilinear values come from the four pixels whose centres
/// surround the place, in double precision; all of those with a weight must have a value; past the
/// outermost centres the edge is continued to the edge of the raster. A value depends on the two
/// lattices and the place, not on the window. Memory is bounded however fine the raster is. Throws
/// DataError naming the file.
[[nodiscard]] raster::Raster<float> read_resampled(RasterReader& reader, const geo::Grid& grid,
                                                   const geo::PixelWindow& window,
                                                   const ResampleOptions& options);

}  // namespace mineprint::gdal_io
