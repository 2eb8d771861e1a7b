// SPDX-License-Identifier: Apache-2.0
#include "mineprint/zones/derived_layer.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::zones {
namespace {

using Indices = raster::Raster<std::int32_t>;

constexpr std::size_t most_zones = 100000;

/// The codes of a layer with that of `outside` at the end.
std::vector<std::string> codes_of(const ZoneLayer& layer) {
    std::vector<std::string> codes;
    for (const Zone& zone : layer.zones) {
        codes.push_back(zone.code);
    }
    codes.emplace_back(outside_code);
    return codes;
}

std::vector<geo::Polygon> all_parts(const ZoneLayer& layer) {
    std::vector<geo::Polygon> parts;
    for (const Zone& zone : layer.zones) {
        parts.insert(parts.end(), zone.parts.begin(), zone.parts.end());
    }
    return parts;
}

/// `outside` is numbered after the last zone.
std::int32_t numbered(std::int32_t zone, std::size_t num_zones) {
    return zone == outside ? static_cast<std::int32_t>(num_zones) : zone;
}

Indices cross_raster(const DerivedLayer& derived, std::span<const ZoneLayer> layers,
                     std::span<const Indices> rasters) {
    Indices result = rasters[derived.first];
    const std::size_t num_first = layers[derived.first].zones.size();
    const std::size_t num_second = layers[derived.second].zones.size();
    for (std::size_t pixel = 0; pixel < result.size(); ++pixel) {
        result[pixel] =
            numbered(result[pixel], num_first) * static_cast<std::int32_t>(num_second + 1) +
            numbered(rasters[derived.second][pixel], num_second);
    }
    return result;
}

Indices buffer_raster(const DerivedLayer& derived, std::span<const ZoneLayer> layers,
                      std::span<const Indices> rasters, const MetricWindow& metric) {
    const raster::Mask near =
        near_edges(all_parts(layers[derived.first]), derived.metres.front(), metric);
    Indices result = rasters[derived.first];
    for (std::size_t pixel = 0; pixel < result.size(); ++pixel) {
        result[pixel] = result[pixel] != outside ? 0 : near[pixel] != 0 ? 1 : 2;
    }
    return result;
}

Indices pair_raster(const DerivedLayer& derived, std::span<const ZoneLayer> layers,
                    std::span<const Indices> rasters, const MetricWindow& metric) {
    const ZoneLayer& layer = layers[derived.first];
    const Indices& zones = rasters[derived.first];
    const auto num_bands = static_cast<std::int32_t>(derived.metres.size() + 1);
    Indices result(zones.width(), zones.height(), 2 * num_bands);
    const std::array sides{std::pair{derived.zone_a, derived.zone_b},
                           std::pair{derived.zone_b, derived.zone_a}};
    for (std::int32_t side = 0; side < 2; ++side) {
        const auto [own, other] = sides.at(static_cast<std::size_t>(side));
        const bool any = std::ranges::find(zones.values(), own) != zones.values().end();
        for (std::size_t pixel = 0; pixel < zones.size(); ++pixel) {
            result[pixel] = zones[pixel] == own ? (side + 1) * num_bands - 1 : result[pixel];
        }
        // From the widest band to the narrowest, each over the one before.
        for (std::int32_t band = num_bands - 2; any && band >= 0; --band) {
            const raster::Mask near =
                near_edges(layer.zones[static_cast<std::size_t>(other)].parts,
                           derived.metres[static_cast<std::size_t>(band)], metric);
            for (std::size_t pixel = 0; pixel < zones.size(); ++pixel) {
                if (zones[pixel] == own && near[pixel] != 0) {
                    result[pixel] = side * num_bands + band;
                }
            }
        }
    }
    return result;
}

std::int32_t index_of(const ZoneLayer& layer, const std::string& code) {
    const auto found = std::ranges::find(layer.zones, code, &Zone::code);
    if (found == layer.zones.end()) {
        throw core::DataError(
            fmt::format("zone layer '{}' has no zone '{}' on the region's grid, which zones.pair "
                        "compares",
                        layer.name, code));
    }
    return static_cast<std::int32_t>(found - layer.zones.begin());
}

}  // namespace

DerivedLayer DerivedLayer::cross(const std::string& name, std::size_t first, std::size_t second,
                                 std::span<const ZoneLayer> layers) {
    DerivedLayer derived;
    derived.name = name;
    derived.kind = Kind::cross;
    derived.first = first;
    derived.second = second;
    const auto first_codes = codes_of(layers[first]);
    const auto second_codes = codes_of(layers[second]);
    if (first_codes.size() * second_codes.size() > most_zones) {
        throw core::DataError(
            fmt::format("zones.cross of '{}' and '{}' would have {} zones; {} are "
                        "the most: choose layers with fewer zones on the grid",
                        layers[first].name, layers[second].name,
                        first_codes.size() * second_codes.size(), most_zones));
    }
    for (const std::string& a : first_codes) {
        for (const std::string& b : second_codes) {
            derived.zones.push_back({a + "*" + b, a + ", " + b, {}});
        }
    }
    return derived;
}

DerivedLayer DerivedLayer::buffer(const std::string& name, std::size_t layer, double metres) {
    DerivedLayer derived;
    derived.name = name;
    derived.kind = Kind::buffer;
    derived.first = layer;
    derived.metres = {metres};
    derived.zones = {{"inside", "inside", {}},
                     {"buffer", fmt::format("outside, within {:g} m", metres), {}},
                     {outside_code, fmt::format("beyond {:g} m", metres), {}}};
    return derived;
}

DerivedLayer DerivedLayer::pair(const std::string& name, std::size_t layer,
                                const std::pair<std::string, std::string>& codes,
                                const std::vector<double>& metres,
                                std::span<const ZoneLayer> layers) {
    DerivedLayer derived;
    derived.name = name;
    derived.kind = Kind::pair;
    derived.first = layer;
    derived.zone_a = index_of(layers[layer], codes.first);
    derived.zone_b = index_of(layers[layer], codes.second);
    derived.metres = metres;
    for (const std::string& code : {codes.first, codes.second}) {
        double from = 0;
        for (const double to : metres) {
            derived.zones.push_back({fmt::format("{}:{:g}-{:g}", code, from, to),
                                     fmt::format("{}, {:g} to {:g} m", code, from, to),
                                     {}});
            from = to;
        }
        derived.zones.push_back({fmt::format("{}:{:g}-", code, from),
                                 fmt::format("{}, beyond {:g} m", code, from),
                                 {}});
    }
    derived.zones.push_back({outside_code, "neither", {}});
    return derived;
}

Indices derived_raster(const DerivedLayer& derived, std::span<const ZoneLayer> layers,
                       std::span<const Indices> rasters, const MetricWindow& metric) {
    switch (derived.kind) {
        case DerivedLayer::Kind::cross:
            return cross_raster(derived, layers, rasters);
        case DerivedLayer::Kind::buffer:
            return buffer_raster(derived, layers, rasters, metric);
        case DerivedLayer::Kind::pair:
            break;
    }
    return pair_raster(derived, layers, rasters, metric);
}

}  // namespace mineprint::zones
