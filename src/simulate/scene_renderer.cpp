// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/scene_renderer.hpp"

#include <algorithm>
#include <cmath>

#include "mineprint/simulate/positions.hpp"
#include "mineprint/simulate/quality.hpp"
#include "mineprint/simulate/sun.hpp"

namespace mineprint::simulate {
namespace {

constexpr double season_amplitude = 0.06;
constexpr double scene_gain = 0.015;  // standard deviation from scene to scene
constexpr double scene_offset = 0.0015;
constexpr std::uint64_t gain_draw = 1U << 20U;  // beyond the band numbers that key pixel noise
constexpr std::uint64_t offset_draw = 1U << 21U;
constexpr std::int64_t gap_period =
    33;  // rows from stripe to stripe of a failed scan line corrector
constexpr std::int64_t gap_rows = 6;
constexpr double saturated_above = 1.0;

/// A sensor's response with what is peculiar to one scene.
Response scene_response(const PlannedScene& scene, const core::KeyedRandom& random) {
    Response response = sensor_response(scene.satellite->sensor);
    for (std::size_t band = 0; band < num_bands; ++band) {
        response.gain[band] *= 1.0 + scene_gain * random.normal(scene.key, gain_draw + band);
        response.offset[band] += scene_offset * random.normal(scene.key, offset_draw + band);
    }
    return response;
}

}  // namespace

struct SceneRenderer::Patches {
    PositionLattice positions;
    LandscapePatch land;
    CloudPatch sky;
};

/// A pixel by its place in the scene and in the block.
struct SceneRenderer::Place {
    std::int64_t column = 0;
    std::int64_t row = 0;
    std::int64_t block_column = 0;
    std::int64_t block_row = 0;
};

SceneRenderer::SceneRenderer(const Landscape& landscape, const PlannedScene& scene,
                             const EpochState& state, double noise)
    : landscape_(&landscape),
      scene_(&scene),
      state_(state),
      clouds_(landscape, scene),
      noise_random_(landscape.key(), core::Stream::noise),
      response_(scene_response(scene, noise_random_)),
      greenness_(greenness(landscape.frame().lonlat.ymin, scene.date, season_amplitude)),
      noise_(noise) {}

SceneBlock SceneRenderer::render(const geo::PixelWindow& window) const {
    const PositionLattice positions(landscape_->frame(), scene_->grid, window);
    const geo::Extent extent = positions.extent();
    const Patches patches{positions, LandscapePatch(*landscape_, extent),
                          CloudPatch(clouds_, extent)};
    SceneBlock block;
    block.bands.fill(raster::Raster<std::uint16_t>(window.width, window.height));
    block.quality = raster::Raster<std::uint16_t>(window.width, window.height);
    block.saturation = raster::Raster<std::uint16_t>(window.width, window.height);
    for (std::int64_t row = 0; row < window.height; ++row) {
        for (std::int64_t column = 0; column < window.width; ++column) {
            render_pixel(patches, {window.column + column, window.row + row, column, row}, block);
        }
    }
    return block;
}

bool SceneRenderer::in_gap(std::int64_t column, std::int64_t row) const {
    if (!scene_->slc_off) {
        return false;
    }
    const auto phase = static_cast<std::int64_t>(scene_->key % gap_period);
    return (row + column / 7 + phase) % gap_period < gap_rows;
}

Spectrum SceneRenderer::ground(const Patches& patches, const CoverCounts& cover,
                               const Position& centre) const {
    const double dryness = patches.land.dryness(centre);
    const double brightness = patches.land.brightness(centre);
    Spectrum mixed{};
    for (std::size_t index = 0; index < num_covers; ++index) {
        if (cover.count[index] == 0) {
            continue;
        }
        const auto kind = static_cast<Cover>(index);
        const Spectrum pure = spectrum_of(kind, dryness, greenness_);
        const bool flat = kind == Cover::water || kind == Cover::pond;
        const double weight = (flat ? 1.0 : brightness) * cover.count[index] / num_subpixels;
        for (std::size_t band = 0; band < num_bands; ++band) {
            mixed[band] += weight * pure[band];
        }
    }
    return mixed;
}

std::uint16_t SceneRenderer::stored(double reflectance, std::size_t band,
                                    std::uint64_t pixel) const {
    const double noise = noise_ * noise_random_.normal(core::mix(scene_->key, band), pixel);
    const double value = reflectance * response_.gain[band] + response_.offset[band] + noise;
    const double number = std::round((value - stored_offset) / stored_scale);
    return static_cast<std::uint16_t>(std::clamp(number, 1.0, 65535.0));
}

void SceneRenderer::render_pixel(const Patches& patches, const Place& place,
                                 SceneBlock& block) const {
    PixelState state;
    const std::int64_t row = place.block_row;
    const std::int64_t column = place.block_column;
    state.fill = in_gap(place.column, place.row);
    if (state.fill) {
        block.quality(row, column) = quality_value(state, scene_->satellite->oli());
        return;
    }
    CoverCounts cover;
    for_each_subpixel(place.column, place.row, [&](double c, double r) {
        cover.add(patches.land.cover(patches.positions.at(c, r), state_));
    });
    const Position centre = patches.positions.at(static_cast<double>(place.column) + 0.5,
                                                 static_cast<double>(place.row) + 0.5);
    const Spectrum surface = ground(patches, cover, centre);
    const Sky sky = patches.sky.at(centre.x, centre.y);
    const auto pixel = static_cast<std::uint64_t>(place.row * scene_->grid.width + place.column);
    unsigned saturation = 0;
    for (std::size_t band = 0; band < num_bands; ++band) {
        const double lit = surface[band] * (1.0 - sky.shade) + sky.cirrus;
        const double seen = lit + sky.cloud * (cloud_spectrum()[band] - lit);
        block.bands[band](row, column) = stored(seen, band, pixel);
        const auto bit = static_cast<unsigned>(scene_->satellite->band_numbers[band] - 1);
        saturation |= static_cast<unsigned>(seen > saturated_above) << bit;
    }
    state.cloud = sky.is_cloud;
    state.dilated_cloud = sky.is_ring;
    state.shadow = sky.is_shadow;
    state.cirrus = sky.is_cirrus;
    state.water = !sky.is_cloud && cover.of(Cover::water) + cover.of(Cover::pond) >= majority;
    block.quality(row, column) = quality_value(state, scene_->satellite->oli());
    block.saturation(row, column) = static_cast<std::uint16_t>(saturation);
    ++block.num_observed;
    block.num_cloud += state.cloud ? 1 : 0;
}

}  // namespace mineprint::simulate
