// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "mineprint/core/random.hpp"
#include "mineprint/raster/raster.hpp"
#include "mineprint/simulate/cover.hpp"
#include "mineprint/simulate/mine_field.hpp"
#include "mineprint/simulate/region_frame.hpp"

namespace mineprint::simulate {

/// What an epoch changes in the landscape.
struct EpochState {
    std::array<MineLevel, 2> mine_below{};  ///< per zone: places below this level are mines
    double grass_above = 1;  ///< of the land-use field: forest gives way over the years
};

/// The whole made-up world of a region: all of it functions of position, keyed by seed and region.
class Landscape {
  public:
    Landscape(const SimulateOptions& options, RegionFrame frame);

    [[nodiscard]] const RegionFrame& frame() const { return frame_; }
    [[nodiscard]] const MineField& mines() const { return mines_; }
    [[nodiscard]] const core::KeyedRandom& random() const { return random_; }
    /// A word that keys all draws of this region under this seed.
    [[nodiscard]] std::uint64_t key() const { return key_; }
    [[nodiscard]] double river_within() const { return river_within_; }
    [[nodiscard]] double lake_below() const { return lake_below_; }
    [[nodiscard]] double bare_above() const { return bare_above_; }
    /// Grows by 0.3 % of the land a year.
    [[nodiscard]] double grass_above(double year) const;

  private:
    RegionFrame frame_;
    std::uint64_t key_;
    core::KeyedRandom random_;
    MineField mines_;
    double river_within_ = 0;
    double lake_below_ = 0;
    double bare_above_ = 1;
    std::vector<double> land_use_;  ///< sorted sample of the land-use field
};

/// The landscape on a part of the plane.
class LandscapePatch {
  public:
    LandscapePatch(const Landscape& landscape, const geo::Extent& extent);

    [[nodiscard]] Cover cover(const Position& position, const EpochState& state) const;
    [[nodiscard]] MineLevel mine_level(const Position& position) const {
        return mines_.level(position);
    }
    /// Brightness of the ground, around 1: relief and small-scale texture.
    [[nodiscard]] double brightness(const Position& position) const;
    /// 0 … 1: how far a cover leans towards its drier or more open variant.
    [[nodiscard]] double dryness(const Position& position) const;

  private:
    const Landscape* landscape_;
    MinePatch mines_;
    NoisePatch elevation_;
    NoisePatch river_;
    NoisePatch land_use_;
    NoisePatch bare_;
    NoisePatch pond_;
    NoisePatch texture_;
    NoisePatch dryness_;
};

/// The cover of every pixel of a window, from its ninths.
[[nodiscard]] raster::Raster<CoverCounts> cover_of(const Landscape& landscape,
                                                   const geo::Grid& grid,
                                                   const geo::PixelWindow& window,
                                                   const EpochState& state);

/// Calls `visit(column, row)` for the centres of a pixel's ninths, in pixels of its grid.
template <class Visit>
void for_each_subpixel(std::int64_t column, std::int64_t row, Visit&& visit) {
    for (int j = 0; j < subpixels_a_side; ++j) {
        for (int i = 0; i < subpixels_a_side; ++i) {
            visit(static_cast<double>(column) + (i + 0.5) / subpixels_a_side,
                  static_cast<double>(row) + (j + 0.5) / subpixels_a_side);
        }
    }
}

}  // namespace mineprint::simulate
