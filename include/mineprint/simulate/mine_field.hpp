// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/core/random.hpp"
#include "mineprint/simulate/positions.hpp"
#include "mineprint/simulate/region_frame.hpp"
#include "mineprint/simulate/value_noise.hpp"

namespace mineprint::simulate {

/// How early a place becomes a mine: 0 first, `never_mined` not at all. A zone's mines at an epoch
/// are the places below that epoch's threshold, so a larger area always contains the smaller one.
using MineLevel = std::uint32_t;
inline constexpr MineLevel never_mined = 1U << 18U;

/// Where a mine begins and how far it could spread.
struct MineSeed {
    geo::Point centre;
    double radius_m = 0;
    double birth = 0;  ///< 0 … 1: later ones begin when the first have grown
};

/// No mine comes closer to the border or the region's edge, so that no mine pixel is in doubt.
inline constexpr double mine_margin_m = 60.0;

/// The mines of both zones: a distance-like field around seeds, with lobes from a noise.
class MineField {
  public:
    /// `largest_km2`: per zone, the largest area of any epoch; the seeds have room for several
    /// times that.
    MineField(const RegionFrame& frame, const core::KeyedRandom& random,
              const std::array<double, 2>& largest_km2);

    [[nodiscard]] const std::array<std::vector<MineSeed>, 2>& seeds() const { return seeds_; }
    [[nodiscard]] const geo::Extent& region() const { return region_; }

  private:
    std::array<std::vector<MineSeed>, 2> seeds_;
    geo::Extent region_;
};

/// The mine field on a part of the region.
class MinePatch {
  public:
    MinePatch(const MineField& field, const core::KeyedRandom& random, const geo::Extent& extent);

    /// @pre the extent contains the position
    [[nodiscard]] MineLevel level(const Position& position) const;

  private:
    geo::Extent allowed_;
    std::array<std::vector<MineSeed>, 2> seeds_;  ///< those that reach into the patch
    NoisePatch lobes_;
};

}  // namespace mineprint::simulate
