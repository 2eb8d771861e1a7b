// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "mineprint/geo/grid.hpp"
#include "mineprint/simulate/region_frame.hpp"

namespace mineprint::simulate {

/// A place on the ground.
struct Position {
    double x = 0;  ///< in the CRS of the region's grid, metres
    double y = 0;
    double border_m = 0;  ///< distance to the border; below 0: west or south of it, in zone 0

    [[nodiscard]] std::size_t zone() const { return border_m < 0 ? 0 : 1; }
};

/// Points of the region's CRS with their distance to the border.
[[nodiscard]] std::vector<Position> positions_of(const RegionFrame& frame,
                                                 std::span<const geo::Point> points);

/// Where the pixels of a window of any UTM grid lie. Coordinates are transformed at a lattice of
/// nodes and interpolated in between, wrong by a few millimetres.
class PositionLattice {
  public:
    PositionLattice(const RegionFrame& frame, const geo::Grid& grid,
                    const geo::PixelWindow& window);

    /// Column and row of the grid, whole numbers are pixel edges. @pre inside the window
    [[nodiscard]] Position at(double column, double row) const;
    /// A box that holds all positions of the window.
    [[nodiscard]] geo::Extent extent() const;

  private:
    geo::Grid grid_;
    geo::PixelWindow window_;
    bool own_crs_ = true;  ///< the region's: x and y need no interpolation
    std::size_t width_ = 0;
    std::vector<Position> nodes_;
};

}  // namespace mineprint::simulate
