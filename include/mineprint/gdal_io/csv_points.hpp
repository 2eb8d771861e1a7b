// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include <ogrsf_frmts.h>

#include "mineprint/geo/grid.hpp"

namespace mineprint::gdal_io {

/// The two columns of a CSV file that hold its coordinates.
struct CoordinateColumns {
    int x = -1;
    int y = -1;
    bool lonlat = false;  ///< degrees of EPSG:4326
};

/// Finds columns named x/y, lon/lat, longitude/latitude or easting/northing, in letters of any
/// size; lon/lat come first where a file has two pairs. Empty where there is none.
[[nodiscard]] std::optional<CoordinateColumns> coordinate_columns(const OGRFeatureDefn& definition);

/// The coordinates of one line. Throws DataError, beginning with `where`, when they are not
/// numbers.
[[nodiscard]] geo::Point read_coordinates(const OGRFeature& line, const CoordinateColumns& columns,
                                          const std::string& where);

}  // namespace mineprint::gdal_io
