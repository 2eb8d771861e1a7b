// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/clouds.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "mineprint/simulate/sun.hpp"

namespace mineprint::simulate {
namespace {

constexpr double cloud_wavelength_m = 2600.0;
constexpr int cloud_octaves = 4;
constexpr double cirrus_wavelength_m = 6000.0;
constexpr int cirrus_octaves = 3;

// Of the cloud noise, counted from the level where a cloud begins.
constexpr double ring_depth = 0.015;  // flagged as dilated cloud, or as shadow's rim
constexpr double haze_depth = 0.008;  // where the first haze is: well inside the ring
constexpr double full_depth = 0.05;   // opaque
constexpr double deepest_shade = 0.6;
constexpr double cirrus_per_cloud = 0.5;  // share of a scene that has any, by its share of clouds
constexpr double cirrus_chance = 0.4;

enum Draw : std::uint64_t { height = 11, cirrus_there = 12 };
enum Field : std::uint64_t { cloud_field = 21, cirrus_field = 22 };

NoiseSpec cloud_noise(std::uint64_t key) {
    return {core::mix(key, cloud_field), cloud_wavelength_m, cloud_octaves};
}

NoiseSpec cirrus_noise(std::uint64_t key) {
    return {core::mix(key, cirrus_field), cirrus_wavelength_m, cirrus_octaves};
}

/// The level above which a share of the region lies.
double level_of_share(const core::KeyedRandom& random, const NoiseSpec& spec,
                      const geo::Extent& box, double share) {
    constexpr int side = 64;
    std::vector<double> values;
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            const double x = box.xmin + (column + 0.5) / side * (box.xmax - box.xmin);
            const double y = box.ymin + (row + 0.5) / side * (box.ymax - box.ymin);
            values.push_back(NoisePatch(random, spec, {x, y, x, y}).at(x, y));
        }
    }
    std::sort(values.begin(), values.end());
    const auto last = static_cast<double>(values.size() - 1);
    return share <= 0 ? 2.0 : values[static_cast<std::size_t>((1.0 - share) * last)];
}

/// How far a value is between nothing (0) and all (1) of a step that begins at `begin`.
double step(double value, double begin, double length) {
    return std::clamp((value - begin) / length, 0.0, 1.0);
}

geo::Extent moved(const geo::Extent& box, geo::Point by) {
    return {box.xmin + by.x, box.ymin + by.y, box.xmax + by.x, box.ymax + by.y};
}

}  // namespace

CloudField::CloudField(const Landscape& landscape, const PlannedScene& scene)
    : random_(scene.key, core::Stream::clouds), key_(scene.key) {
    const RegionFrame& frame = landscape.frame();
    const geo::Extent box = frame.grid.extent();
    cloud_above_ = level_of_share(random_, cloud_noise(key_), box, scene.cloud_share);
    if (scene.satellite->oli() && random_.uniform(cirrus_there) < cirrus_chance) {
        cirrus_above_ =
            level_of_share(random_, cirrus_noise(key_), box, cirrus_per_cloud * scene.cloud_share);
    }
    const geo::Point centre{0.5 * (frame.lonlat.xmin + frame.lonlat.xmax),
                            0.5 * (frame.lonlat.ymin + frame.lonlat.ymax)};
    const SunPosition sun = sun_at(centre, scene.date);
    constexpr double degree = std::numbers::pi / 180.0;
    const double height_m = 700.0 + 900.0 * random_.uniform(height);
    const double reach_m = height_m / std::tan(std::max(sun.elevation_deg, 20.0) * degree);
    towards_cloud_ = {reach_m * std::sin(sun.azimuth_deg * degree),
                      reach_m * std::cos(sun.azimuth_deg * degree)};
}

CloudPatch::CloudPatch(const CloudField& field, const geo::Extent& extent)
    : field_(&field),
      over_(field.random(), cloud_noise(field.key()), extent),
      in_light_(field.random(), cloud_noise(field.key()), moved(extent, field.towards_cloud())),
      cirrus_(field.random(), cirrus_noise(field.key()), extent) {}

Sky CloudPatch::at(double x, double y) const {
    Sky sky;
    const double above = field_->cloud_above();
    const double over = over_.at(x, y);
    sky.is_cloud = over > above;
    sky.is_ring = !sky.is_cloud && over > above - ring_depth;
    sky.cloud = step(over, above - haze_depth, full_depth);
    const geo::Point by = field_->towards_cloud();
    const double light = in_light_.at(x + by.x, y + by.y);
    sky.is_shadow = !sky.is_cloud && light > above - ring_depth;
    sky.shade = deepest_shade * step(light, above - haze_depth, full_depth);
    if (field_->has_cirrus()) {
        const double ice = cirrus_.at(x, y);
        sky.is_cirrus = ice > field_->cirrus_above();
        sky.cirrus = 0.06 * step(ice, field_->cirrus_above(), 0.1);
    }
    return sky;
}

}  // namespace mineprint::simulate
