// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <ogr_spatialref.h>

#include "mineprint/geo/grid.hpp"

namespace mineprint::gdal_io {

/// Anything PROJ understands as a horizontal CRS with x east and y north. Throws DataError.
[[nodiscard]] OGRSpatialReference spatial_reference(const std::string& definition);

/// WKT2 of a CRS without its vertical part; empty for nullptr or an empty one.
[[nodiscard]] std::string wkt_of(const OGRSpatialReference* reference);

/// Takes points from one CRS to another, each by itself, so that the answer for a point does not
/// depend on which others came with it. One per thread.
class PointTransform {
  public:
    /// Throws DataError where there is no way between the two.
    PointTransform(const OGRSpatialReference& from, const OGRSpatialReference& to);

    /// Both coordinates NaN where the point has no image.
    [[nodiscard]] geo::Point operator()(geo::Point point) const;

  private:
    struct GiveBack {
        /// To GDAL's own store of ready transformations: making one costs milliseconds.
        void operator()(OGRCoordinateTransformation* transformation) const;
    };
    std::unique_ptr<OGRCoordinateTransformation, GiveBack> transformation_;
};

}  // namespace mineprint::gdal_io
