// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include <ogr_geometry.h>

#include "mineprint/gdal_io/spatial_reference.hpp"
#include "mineprint/geo/grid.hpp"

namespace mineprint::gdal_io {

/// What of a layer lies near a grid. A country that reaches far beyond it may have points that have
/// no place in the grid's CRS, on the other side of the Earth from its central meridian; they do
/// not matter to the grid. In longitude and latitude the antimeridian is no border: a grid across
/// it is near to what lies at 179°, at −179° and at 181°.
class NearGrid {
  public:
    /// `extent` is in the target's CRS.
    NearGrid(const OGRSpatialReference& source, const OGRSpatialReference& target,
             const geo::Extent& extent);

    /// The part of a valid surface that lies near, which may be all of it; empty when none does.
    /// What lies near is not moved.
    [[nodiscard]] std::unique_ptr<OGRGeometry> part_of(const OGRGeometry& surface) const;

  private:
    std::vector<OGREnvelope> boxes_;  ///< in the source's CRS; none: everything is near
};

}  // namespace mineprint::gdal_io
