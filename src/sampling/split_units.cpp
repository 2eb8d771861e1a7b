// SPDX-License-Identifier: Apache-2.0
#include "mineprint/sampling/split_units.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>
#include <tuple>

#include "mineprint/gdal_io/crs.hpp"

namespace mineprint::sampling {
namespace {

std::uint64_t packed(std::int64_t high, std::int64_t low) {
    return (static_cast<std::uint64_t>(high) << 32U) + static_cast<std::uint64_t>(low);
}

/// Metres on the ground per unit of the CRS along x and y, at the grid's centre.
geo::Point metres_per_unit(const geo::Grid& grid) {
    if (grid.crs_wkt.empty() || !gdal_io::is_geographic(grid.crs_wkt)) {
        return {1, 1};
    }
    constexpr double radian = std::numbers::pi / 180;
    const geo::Ellipsoid ellipsoid = gdal_io::ellipsoid_of(grid.crs_wkt);
    const double latitude = grid.y_at(static_cast<double>(grid.height) / 2) * radian;
    const double e2 = ellipsoid.flattening * (2 - ellipsoid.flattening);
    const double w2 = 1 - e2 * std::sin(latitude) * std::sin(latitude);
    // Radii of curvature across and along the meridian (Snyder 1987, eq. 4-20 and 4-18).
    const double across = ellipsoid.semi_major_m / std::sqrt(w2);
    const double along = ellipsoid.semi_major_m * (1 - e2) / (w2 * std::sqrt(w2));
    return {across * std::cos(latitude) * radian, along * radian};
}

std::vector<std::uint64_t> units_by_block(std::span<const LabelledPixel> pixels,
                                          const geo::Grid& grid, double block_size_m) {
    const geo::Point scale = metres_per_unit(grid);
    std::vector<std::uint64_t> units;
    for (const LabelledPixel& pixel : pixels) {
        const geo::Point centre = grid.centre_of(pixel.column, pixel.row);
        const double column = std::floor(centre.x * scale.x / block_size_m);
        const double row = std::floor(centre.y * scale.y / block_size_m);
        units.push_back(packed(static_cast<std::int64_t>(row), static_cast<std::int64_t>(column)));
    }
    return units;
}

/// Sets of features, each known by its lowest number.
class FeatureSets {
  public:
    [[nodiscard]] std::uint32_t lowest(std::uint32_t feature) {
        const auto known = below_.find(feature);
        if (known == below_.end()) {
            return feature;
        }
        return known->second = lowest(known->second);  // shortens the chain for the next time
    }
    void join(std::uint32_t a, std::uint32_t b) {
        const std::uint32_t one = lowest(a);
        const std::uint32_t other = lowest(b);
        if (one != other) {
            below_[std::max(one, other)] = std::min(one, other);
        }
    }

  private:
    std::map<std::uint32_t, std::uint32_t> below_;  ///< features that are not their set's lowest
};

std::vector<std::uint64_t> units_by_feature(std::span<const LabelledPixel> pixels) {
    std::vector<std::size_t> by_place(pixels.size());
    std::iota(by_place.begin(), by_place.end(), std::size_t{0});
    const auto place = [&](std::size_t i) { return std::tie(pixels[i].row, pixels[i].column); };
    std::sort(by_place.begin(), by_place.end(),
              [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
    FeatureSets sets;
    for (std::size_t i = 1; i < by_place.size(); ++i) {
        if (place(by_place[i]) == place(by_place[i - 1])) {
            sets.join(pixels[by_place[i]].group, pixels[by_place[i - 1]].group);
        }
    }
    std::vector<std::uint64_t> units;
    for (const LabelledPixel& pixel : pixels) {
        units.push_back(sets.lowest(pixel.group));
    }
    return units;
}

}  // namespace

std::vector<std::uint64_t> split_units(std::span<const LabelledPixel> pixels, const geo::Grid& grid,
                                       const ReferenceOptions& options) {
    switch (options.split_by) {
        case SplitBy::polygon:
            return units_by_feature(pixels);
        case SplitBy::block:
            return units_by_block(pixels, grid, options.block_size_m);
        case SplitBy::sample:
            break;
    }
    std::vector<std::uint64_t> units;
    for (const LabelledPixel& pixel : pixels) {
        units.push_back(packed(pixel.row, pixel.column));
    }
    return units;
}

}  // namespace mineprint::sampling
