// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "mineprint/raster/raster.hpp"

namespace mineprint::gdal_io {

/// Red, green, blue and opacity, 0 … 255.
using Colour = std::array<std::uint8_t, 4>;
/// Red, green and blue, all of one size.
using Picture = std::array<raster::Raster<std::uint8_t>, 3>;

/// A PNG file whose pixels are places in a palette of at most 256 colours. Throws RunError.
[[nodiscard]] std::string png_bytes(const raster::Raster<std::uint8_t>& indices,
                                    std::span<const Colour> palette);
/// A PNG file in true colours. Throws RunError.
[[nodiscard]] std::string png_bytes(const Picture& picture);
/// A JPEG file; quality 1 … 100. Throws RunError, also where this GDAL was built without JPEG.
[[nodiscard]] std::string jpeg_bytes(const Picture& picture, int quality);

}  // namespace mineprint::gdal_io
