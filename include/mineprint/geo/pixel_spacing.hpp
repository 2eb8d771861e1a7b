// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mineprint/geo/grid.hpp"
#include "mineprint/geo/pixel_area.hpp"

namespace mineprint::geo {

/// The size on the ground of each pixel of a window, in metres, row by row; NaN where a pixel has
/// no place on Earth.
struct GroundSize {
    std::vector<double> width_m;   ///< between the middles of its left and right sides
    std::vector<double> height_m;  ///< between the middles of its upper and lower sides
};

/// What a step of one pixel to the right or down is on the ellipsoid, whatever the CRS. For a
/// geographic grid (`to_lonlat` empty) each row has its own exact value; for any other it is worked
/// out in the middle of cells of 16 × 16 pixels fixed to the grid, so that it does not depend on
/// the window. Lengths are those of chords, which for pixels up to 10 km are arcs to 1e-7.
class PixelSpacing {
  public:
    PixelSpacing(Grid grid, Ellipsoid ellipsoid, ToLonLat to_lonlat);

    /// The window may reach beyond the grid.
    [[nodiscard]] GroundSize window_m(const PixelWindow& window) const;

  private:
    Grid grid_;
    Ellipsoid ellipsoid_;
    ToLonLat to_lonlat_;
};

}  // namespace mineprint::geo
