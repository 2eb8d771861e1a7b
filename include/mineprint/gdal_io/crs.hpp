// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "mineprint/geo/grid.hpp"
#include "mineprint/geo/pixel_area.hpp"
#include "mineprint/geo/pixel_spacing.hpp"

namespace mineprint::gdal_io {

/// WKT2 of anything PROJ understands (`EPSG:32647`, WKT, PROJ string). Throws DataError.
[[nodiscard]] std::string crs_to_wkt(const std::string& definition);
/// A short name for people: `EPSG:32647` where it has a code, else the CRS's own name.
[[nodiscard]] std::string crs_name(const std::string& wkt);
/// What tells a CRS from others: its code, such as `EPSG:32647`, or its WKT where it has none. GDAL
/// writes the WKT of one and the same code in more than one way.
[[nodiscard]] std::string crs_identity(const std::string& wkt);

[[nodiscard]] bool is_geographic(const std::string& wkt);
[[nodiscard]] bool same_crs(const std::string& wkt_a, const std::string& wkt_b);
[[nodiscard]] geo::Ellipsoid ellipsoid_of(const std::string& wkt);

/// Changes points in place from one CRS to another, x east and y north in both. Throws DataError
/// when a point cannot be transformed.
void transform(std::span<geo::Point> points, const std::string& from_wkt,
               const std::string& to_wkt);

/// For geo::PixelArea: to longitude and latitude on the CRS's own datum, usable from several
/// threads. Empty for a geographic CRS.
[[nodiscard]] geo::ToLonLat to_lonlat(const std::string& wkt);

/// True area of the grid's pixels.
[[nodiscard]] geo::PixelArea pixel_area(const geo::Grid& grid);
/// True size of the grid's pixels.
[[nodiscard]] geo::PixelSpacing pixel_spacing(const geo::Grid& grid);

}  // namespace mineprint::gdal_io
