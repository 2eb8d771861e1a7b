// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/mine_field.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mineprint::simulate {
namespace {

constexpr NoiseSpec lobe_noise{11, 420.0, 2};
constexpr std::uint64_t seed_draw = 12;
constexpr double area_per_seed_km2 = 0.8;
constexpr double room = 4.0;  // what the seeds could cover, as a multiple of the largest area
constexpr double latest_birth = 0.2;
constexpr double least_lobe =
    0.75;  // distances are multiplied by least_lobe … least_lobe + lobe_range
constexpr double lobe_range = 0.6;

/// A place drawn for a seed, with all a decision needs.
struct SeedPlace {
    Position position;
    double edge_m = 0;  ///< distance to the region's edge
};

std::vector<SeedPlace> draw_places(const RegionFrame& frame, const core::KeyedRandom& random) {
    constexpr std::uint64_t num_places = 4000;
    const geo::Extent box = frame.grid.extent();
    std::vector<geo::Point> points;
    for (std::uint64_t i = 0; i < num_places; ++i) {
        points.push_back({box.xmin + random.uniform(seed_draw, 2 * i) * (box.xmax - box.xmin),
                          box.ymin + random.uniform(seed_draw, 2 * i + 1) * (box.ymax - box.ymin)});
    }
    std::vector<SeedPlace> places;
    for (const Position& p : positions_of(frame, points)) {
        places.push_back(
            {p, std::min({p.x - box.xmin, box.xmax - p.x, p.y - box.ymin, box.ymax - p.y})});
    }
    return places;
}

/// Whether a seed may lie there: `ease` 1 keeps its whole circle clear of the edges and of other
/// seeds, 0 keeps but the centre inside.
bool fits(const SeedPlace& place, double radius_m, double ease, std::span<const MineSeed> others) {
    const double clear_m = mine_margin_m + 0.7 * ease * radius_m;
    if (place.edge_m < clear_m || std::abs(place.position.border_m) < clear_m) {
        return false;
    }
    return std::all_of(others.begin(), others.end(), [&](const MineSeed& other) {
        const double apart =
            std::hypot(place.position.x - other.centre.x, place.position.y - other.centre.y);
        return apart >= 0.8 * ease * (radius_m + other.radius_m);
    });
}

void place_seed(std::vector<MineSeed>& seeds, MineSeed seed, std::size_t zone,
                std::span<const SeedPlace> places) {
    for (double ease = 1.0; ease > -0.05; ease -= 0.1) {
        for (const SeedPlace& place : places) {
            if (place.position.zone() == zone && fits(place, seed.radius_m, ease, seeds)) {
                seed.centre = {place.position.x, place.position.y};
                seeds.push_back(seed);
                return;
            }
        }
    }
}

}  // namespace

MineField::MineField(const RegionFrame& frame, const core::KeyedRandom& random,
                     const std::array<double, 2>& largest_km2)
    : region_(frame.grid.extent()) {
    const std::vector<SeedPlace> places = draw_places(frame, random);
    for (std::size_t zone = 0; zone < seeds_.size(); ++zone) {
        if (largest_km2[zone] <= 0) {
            continue;
        }
        const int count =
            std::clamp(static_cast<int>(std::ceil(largest_km2[zone] / area_per_seed_km2)), 2, 400);
        for (int i = 0; i < count; ++i) {
            // The oldest mine is twice as large as the youngest.
            const double share = (2.0 - static_cast<double>(i) / count) / 1.5;
            const double area_m2 = room * largest_km2[zone] * 1e6 * share / count;
            place_seed(seeds_[zone],
                       {{}, std::sqrt(area_m2 / std::numbers::pi), latest_birth * i / count}, zone,
                       places);
        }
    }
}

MinePatch::MinePatch(const MineField& field, const core::KeyedRandom& random,
                     const geo::Extent& extent)
    : allowed_{field.region().xmin + mine_margin_m, field.region().ymin + mine_margin_m,
               field.region().xmax - mine_margin_m, field.region().ymax - mine_margin_m},
      lobes_(random, lobe_noise, extent) {
    for (std::size_t zone = 0; zone < seeds_.size(); ++zone) {
        for (const MineSeed& seed : field.seeds()[zone]) {
            const double reach = seed.radius_m / least_lobe;
            const geo::Extent around{seed.centre.x - reach, seed.centre.y - reach,
                                     seed.centre.x + reach, seed.centre.y + reach};
            if (around.intersects(extent)) {
                seeds_[zone].push_back(seed);
            }
        }
    }
}

MineLevel MinePatch::level(const Position& position) const {
    const std::vector<MineSeed>& seeds = seeds_[position.zone()];
    if (seeds.empty() || std::abs(position.border_m) < mine_margin_m ||
        !allowed_.contains({position.x, position.y})) {
        return never_mined;
    }
    double nearest = 1.0;
    double lobe = -1.0;
    for (const MineSeed& seed : seeds) {
        const double dx = (position.x - seed.centre.x) / seed.radius_m;
        const double dy = (position.y - seed.centre.y) / seed.radius_m;
        const double squared = dx * dx + dy * dy;
        if (squared * least_lobe * least_lobe >= 1.0) {
            continue;
        }
        if (lobe < 0) {
            lobe = least_lobe + lobe_range * lobes_.at(position.x, position.y);
        }
        // The square of the distance grows as the area does.
        nearest = std::min(nearest, seed.birth + (1.0 - seed.birth) * squared * lobe * lobe);
    }
    return static_cast<MineLevel>(nearest * never_mined);
}

}  // namespace mineprint::simulate
