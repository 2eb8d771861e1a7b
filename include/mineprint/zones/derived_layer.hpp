// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "mineprint/raster/raster.hpp"
#include "mineprint/zones/distance.hpp"
#include "mineprint/zones/zone_layer.hpp"

namespace mineprint::zones {

/// The code of what is in no zone of a layer.
inline constexpr const char* outside_code = "outside";

/// A layer whose zones come of those of others. Every pixel is in one of its zones.
struct DerivedLayer {
    enum class Kind : std::uint8_t {
        cross,   ///< a zone for every pair of zones of two layers, `outside` included
        buffer,  ///< inside a layer, within a distance of it, outside
        pair,    ///< two zones of a layer, each in bands of distance from the other; outside
    };
    std::string name;
    Kind kind = Kind::cross;
    std::size_t first = 0;       ///< index of the layer
    std::size_t second = 0;      ///< cross: index of the other one
    std::int32_t zone_a = 0;     ///< pair
    std::int32_t zone_b = 0;     ///< pair
    std::vector<double> metres;  ///< buffer: one; pair: upper ends of bands, rising
    std::vector<Zone> zones;     ///< codes and names; no parts

    [[nodiscard]] static DerivedLayer cross(const std::string& name, std::size_t first,
                                            std::size_t second, std::span<const ZoneLayer> layers);
    [[nodiscard]] static DerivedLayer buffer(const std::string& name, std::size_t layer,
                                             double metres);
    /// Throws DataError when the layer has no such zones.
    [[nodiscard]] static DerivedLayer pair(const std::string& name, std::size_t layer,
                                           const std::pair<std::string, std::string>& codes,
                                           const std::vector<double>& metres,
                                           std::span<const ZoneLayer> layers);
};

/// The zone of each pixel of a window. `rasters` are those of the layers in the same window.
[[nodiscard]] raster::Raster<std::int32_t> derived_raster(
    const DerivedLayer& derived, std::span<const ZoneLayer> layers,
    std::span<const raster::Raster<std::int32_t>> rasters, const MetricWindow& metric);

}  // namespace mineprint::zones
