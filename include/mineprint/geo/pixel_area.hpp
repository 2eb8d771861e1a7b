// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "mineprint/geo/grid.hpp"

namespace mineprint::geo {

/// An ellipsoid of revolution: semi-major axis in metres, flattening (0 for a sphere).
struct Ellipsoid {
    double semi_major_m = 6378137.0;
    double flattening = 1 / 298.257223563;  ///< WGS 84
};

/// Area in m² of the ellipsoid between two parallels and two meridians, in degrees; exact
/// (Snyder 1987, "Map projections: a working manual", eq. 3-12).
[[nodiscard]] double cell_area_m2(const Ellipsoid& ellipsoid, double latitude1_deg,
                                  double latitude2_deg, double width_deg);

/// Changes points of the grid's CRS in place to longitude (x) and latitude (y) in degrees.
using ToLonLat = std::function<void(std::span<Point>)>;

/// True area of every pixel of a grid on the ellipsoid, whatever the CRS. For a geographic grid
/// (`to_lonlat` empty) each row is exact; for any other the local scale is worked out at a lattice
/// of nodes fixed to the grid (so that the value does not depend on the tile) and interpolated,
/// with a relative error below 1e-7 for pixels up to 1 km and by Gauss–Legendre nodes inside larger
/// ones.
class PixelArea {
  public:
    PixelArea(Grid grid, Ellipsoid ellipsoid, ToLonLat to_lonlat);

    /// Areas in m², row by row, of a window of the grid.
    [[nodiscard]] std::vector<double> window_m2(const PixelWindow& window) const;

  private:
    Grid grid_;
    Ellipsoid ellipsoid_;
    ToLonLat to_lonlat_;
    double metres_per_unit_ = 1;  ///< roughly, for the distance of nodes
};

}  // namespace mineprint::geo
