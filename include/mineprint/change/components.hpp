// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/geo/grid.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::change {

/// Which pixels are neighbours: those that share an edge, or also those that share a corner.
enum class Connectivity : std::uint8_t { four = 4, eight = 8 };

/// The label where there is no component.
inline constexpr std::int32_t no_component = -1;

/// A largest set of connected pixels with one value, as far as a window shows it.
struct Component {
    std::int64_t first_pixel = 0;  ///< the smallest of its pixel numbers in the grid
    std::int64_t num_pixels = 0;
    std::int64_t area_mm2 = 0;
    std::uint8_t value = 0;
    bool touches_edge = false;  ///< of the window: it may go on outside
    bool operator==(const Component&) const = default;
};

/// A window of a grid `grid_width` pixels wide. Pixels of the grid are numbered row by row.
struct WindowPlace {
    geo::PixelWindow window;
    std::int64_t grid_width = 0;

    [[nodiscard]] std::int64_t pixel_number(std::int64_t row, std::int64_t column) const {
        return (window.row + row) * grid_width + window.column + column;
    }
};

struct Components {
    raster::Raster<std::int32_t> labels;  ///< index into `list`, or `no_component`
    std::vector<Component> list;          ///< by first pixel
};

/// Components of equal values of a window; pixels of value `nothing` belong to none. `area_mm2` is
/// the area of each pixel, so that sums are exact and do not depend on how a grid is cut into
/// windows. Two passes with union-find (Rosenfeld & Pfaltz 1966).
[[nodiscard]] Components label_components(const raster::Raster<std::uint8_t>& values,
                                          std::uint8_t nothing, const WindowPlace& place,
                                          std::span<const std::int64_t> area_mm2,
                                          Connectivity connectivity);

/// Pixel areas in whole mm². Room for components of 9.2 million km².
[[nodiscard]] std::vector<std::int64_t> to_mm2(std::span<const double> area_m2);

/// Sets that only grow together. The root of a set is its smallest member.
class DisjointSets {
  public:
    /// Adds a set of one and returns its number: 0, 1, …
    std::int64_t add();
    [[nodiscard]] std::int64_t root(std::int64_t member);
    void unite(std::int64_t a, std::int64_t b);
    [[nodiscard]] std::int64_t size() const noexcept {
        return static_cast<std::int64_t>(parents_.size());
    }

  private:
    std::vector<std::int64_t> parents_;
};

}  // namespace mineprint::change
