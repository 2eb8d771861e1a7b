// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "mineprint/geo/grid.hpp"

namespace mineprint::geo {

/// A tile's place in its region: column and row of tiles from the upper left, printed
/// `X0012_Y0034`.
struct TileId {
    int x = 0;
    int y = 0;

    [[nodiscard]] std::string name() const;
    /// Throws DataError on anything but `X<digits>_Y<digits>`.
    [[nodiscard]] static TileId parse(std::string_view name);
    auto operator<=>(const TileId&) const = default;
};

/// A grid cut into square tiles, numbered row by row; the last ones of a row or column may be
/// smaller. This number is the *tile order* in which all sums are merged.
class Tiling {
  public:
    /// @pre width, height, tile_size > 0
    Tiling(std::int64_t width, std::int64_t height, std::int64_t tile_size);

    [[nodiscard]] std::int64_t tile_size() const noexcept { return tile_size_; }
    [[nodiscard]] std::int64_t num_tiles() const noexcept { return columns_ * rows_; }
    [[nodiscard]] std::int64_t columns() const noexcept { return columns_; }
    [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
    [[nodiscard]] TileId id(std::int64_t tile) const;
    [[nodiscard]] PixelWindow window(std::int64_t tile) const;
    /// The tile that holds a pixel of the grid.
    [[nodiscard]] std::int64_t tile_of(std::int64_t column, std::int64_t row) const;

  private:
    std::int64_t width_;
    std::int64_t height_;
    std::int64_t tile_size_;
    std::int64_t columns_;
    std::int64_t rows_;
};

}  // namespace mineprint::geo
