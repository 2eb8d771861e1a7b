// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "mineprint/raster/raster.hpp"
#include "mineprint/simulate/acquisitions.hpp"
#include "mineprint/simulate/clouds.hpp"
#include "mineprint/simulate/landscape.hpp"
#include "mineprint/simulate/spectra.hpp"

namespace mineprint::simulate {

/// Scale and offset of Collection-2 surface reflectance; stored 0 is no data.
inline constexpr double stored_scale = 2.75e-5;
inline constexpr double stored_offset = -0.2;

/// The layers of a product on a window of its grid.
struct SceneBlock {
    std::array<raster::Raster<std::uint16_t>, num_bands> bands;
    raster::Raster<std::uint16_t> quality;
    raster::Raster<std::uint16_t> saturation;
    std::int64_t num_observed = 0;  ///< pixels that are not fill
    std::int64_t num_cloud = 0;
};

/// Makes the pixels of one scene, block by block in any order.
class SceneRenderer {
  public:
    SceneRenderer(const Landscape& landscape, const PlannedScene& scene, const EpochState& state,
                  double noise);

    [[nodiscard]] SceneBlock render(const geo::PixelWindow& window) const;

  private:
    struct Patches;
    struct Place;
    void render_pixel(const Patches& patches, const Place& place, SceneBlock& block) const;
    [[nodiscard]] Spectrum ground(const Patches& patches, const CoverCounts& cover,
                                  const Position& centre) const;
    [[nodiscard]] std::uint16_t stored(double reflectance, std::size_t band,
                                       std::uint64_t pixel) const;
    [[nodiscard]] bool in_gap(std::int64_t column, std::int64_t row) const;

    const Landscape* landscape_;
    const PlannedScene* scene_;
    EpochState state_;
    CloudField clouds_;
    core::KeyedRandom noise_random_;
    Response response_;
    double greenness_ = 1;
    double noise_ = 0;
};

}  // namespace mineprint::simulate
