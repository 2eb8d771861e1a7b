// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/landscape.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace mineprint::simulate {
namespace {

constexpr NoiseSpec elevation_noise{1, 5000.0, 4};
constexpr NoiseSpec river_noise{2, 6000.0, 3};
constexpr NoiseSpec land_use_noise{3, 1500.0, 4};
constexpr NoiseSpec bare_noise{4, 900.0, 3};
constexpr NoiseSpec pond_noise{5, 260.0, 2};
constexpr NoiseSpec texture_noise{6, 120.0, 2};
constexpr NoiseSpec dryness_noise{7, 500.0, 2};

constexpr double river_share = 0.03;
constexpr double lake_share = 0.015;
constexpr double bare_share = 0.06;
constexpr double grass_share_2000 = 0.15;
constexpr double grass_share_per_year = 0.003;
constexpr double largest_grass_share = 0.4;
constexpr double pond_above = 0.68;  // of the pond field: about a tenth of a mine's inner part
constexpr double pond_inner = 0.6;   // of the mine's threshold: ponds lie where it was dug first

std::uint64_t region_key(const SimulateOptions& options) {
    std::uint64_t key = options.seed;
    for (const char letter : options.region) {
        key = core::mix(key, static_cast<unsigned char>(letter));
    }
    return key;
}

std::array<double, 2> largest_areas(const SimulateOptions& options, const RegionFrame& frame) {
    std::array<double, 2> largest{};
    for (const MineArea& mine : options.mines) {
        const std::size_t zone = mine.zone == frame.zones[0].code ? 0 : 1;
        largest[zone] = std::max(largest[zone], mine.area_km2);
    }
    return largest;
}

/// Values of a field at a fixed lattice of places all over the region, sorted.
std::vector<double> sorted_sample(const core::KeyedRandom& random, const NoiseSpec& spec,
                                  const geo::Extent& box) {
    constexpr int side = 96;
    std::vector<double> values;
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            const double x = box.xmin + (column + 0.5) / side * (box.xmax - box.xmin);
            const double y = box.ymin + (row + 0.5) / side * (box.ymax - box.ymin);
            // A patch for one place, so that memory does not grow with the region.
            values.push_back(NoisePatch(random, spec, {x, y, x, y}).at(x, y));
        }
    }
    std::sort(values.begin(), values.end());
    return values;
}

/// How far from 0.5 a share of the values lies at most.
double half_width(std::vector<double> values, double share) {
    std::transform(values.begin(), values.end(), values.begin(),
                   [](double value) { return std::abs(value - 0.5); });
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

double quantile(const std::vector<double>& sorted, double share) {
    const auto last = static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * last)];
}

}  // namespace

Landscape::Landscape(const SimulateOptions& options, RegionFrame frame)
    : frame_(std::move(frame)),
      key_(region_key(options)),
      random_(key_, core::Stream::landscape),
      mines_(frame_, random_, largest_areas(options, frame_)) {
    const geo::Extent box = frame_.grid.extent();
    lake_below_ = quantile(sorted_sample(random_, elevation_noise, box), lake_share);
    river_within_ = half_width(sorted_sample(random_, river_noise, box), river_share);
    bare_above_ = quantile(sorted_sample(random_, bare_noise, box), 1.0 - bare_share);
    land_use_ = sorted_sample(random_, land_use_noise, box);
}

double Landscape::grass_above(double year) const {
    const double share = grass_share_2000 + grass_share_per_year * (year - 2000.0);
    return quantile(land_use_, 1.0 - std::clamp(share, 0.0, largest_grass_share));
}

LandscapePatch::LandscapePatch(const Landscape& landscape, const geo::Extent& extent)
    : landscape_(&landscape),
      mines_(landscape.mines(), landscape.random(), extent),
      elevation_(landscape.random(), elevation_noise,
                 {extent.xmin - pixel_m, extent.ymin - pixel_m, extent.xmax + pixel_m,
                  extent.ymax + pixel_m}),
      river_(landscape.random(), river_noise, extent),
      land_use_(landscape.random(), land_use_noise, extent),
      bare_(landscape.random(), bare_noise, extent),
      pond_(landscape.random(), pond_noise, extent),
      texture_(landscape.random(), texture_noise, extent),
      dryness_(landscape.random(), dryness_noise, extent) {}

Cover LandscapePatch::cover(const Position& position, const EpochState& state) const {
    const double x = position.x;
    const double y = position.y;
    const MineLevel level = mines_.level(position);
    const MineLevel below = state.mine_below[position.zone()];
    if (level < below) {
        const bool pond = static_cast<double>(level) < pond_inner * static_cast<double>(below) &&
                          pond_.at(x, y) > pond_above;
        return pond ? Cover::pond : Cover::pit;
    }
    if (std::abs(river_.at(x, y) - 0.5) < landscape_->river_within() ||
        elevation_.at(x, y) < landscape_->lake_below()) {
        return Cover::water;
    }
    if (bare_.at(x, y) > landscape_->bare_above()) {
        return Cover::bare_soil;
    }
    return land_use_.at(x, y) > state.grass_above ? Cover::grass : Cover::forest;
}

double LandscapePatch::brightness(const Position& position) const {
    constexpr double relief =
        4.0;  // strength of shading: slopes of the field are a few percent a pixel
    constexpr double texture = 0.16;
    const double slope = elevation_.at(position.x + pixel_m, position.y + pixel_m) -
                         elevation_.at(position.x - pixel_m, position.y - pixel_m);
    return 1.0 + std::clamp(relief * slope, -0.12, 0.12) +
           texture * (texture_.at(position.x, position.y) - 0.5);
}

double LandscapePatch::dryness(const Position& position) const {
    return dryness_.at(position.x, position.y);
}

raster::Raster<CoverCounts> cover_of(const Landscape& landscape, const geo::Grid& grid,
                                     const geo::PixelWindow& window, const EpochState& state) {
    const PositionLattice positions(landscape.frame(), grid, window);
    const LandscapePatch patch(landscape, positions.extent());
    raster::Raster<CoverCounts> cover(window.width, window.height);
    for (std::int64_t row = 0; row < window.height; ++row) {
        for (std::int64_t column = 0; column < window.width; ++column) {
            for_each_subpixel(window.column + column, window.row + row, [&](double c, double r) {
                cover(row, column).add(patch.cover(positions.at(c, r), state));
            });
        }
    }
    return cover;
}

}  // namespace mineprint::simulate
