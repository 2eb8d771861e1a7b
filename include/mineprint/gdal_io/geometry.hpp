// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <ogr_geometry.h>

#include "mineprint/gdal_io/near_grid.hpp"
#include "mineprint/gdal_io/vector_reader.hpp"

namespace mineprint::gdal_io {

/// Puts points and rings of an OGR geometry into the feature, in the geometry's own CRS. Curves
/// become lines, heights are dropped, invalid polygons are repaired with one line in `repairs`;
/// `where` names the feature in it and in errors. False when there is nothing (no geometry, an
/// empty one, polygons without area): that too goes to `repairs`. With `near`, what of polygons is
/// not near is left out, and there may be no rings. Throws DataError for lines, solids and
/// coordinates that are not numbers.
[[nodiscard]] bool take_geometry(const OGRGeometry* geometry, const std::string& where,
                                 VectorFeature& feature, std::vector<std::string>& repairs,
                                 const NearGrid* near = nullptr);

}  // namespace mineprint::gdal_io
