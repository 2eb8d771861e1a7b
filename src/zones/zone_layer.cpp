// SPDX-License-Identifier: Apache-2.0
#include "mineprint/zones/zone_layer.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace mineprint::zones {
namespace {

/// The raster being filled, and which of its pixels more than one zone claims.
struct Claims {
    geo::PixelWindow window;
    raster::Raster<std::int32_t> zones;
    raster::Mask contested;  ///< empty where nobody asks for it

    void claim(std::int32_t zone, std::int64_t row, std::int64_t begin, std::int64_t end) {
        const auto offset = static_cast<std::size_t>(begin - window.column);
        const auto count = static_cast<std::size_t>(end - begin);
        const std::int64_t line = row - window.row;
        const auto owners = zones.row(line).subspan(offset, count);
        if (contested.size() > 0) {
            const auto marks = contested.row(line).subspan(offset, count);
            for (std::size_t i = 0; i < count; ++i) {
                marks[i] |= static_cast<std::uint8_t>(owners[i] != outside && owners[i] != zone);
            }
        }
        std::replace(owners.begin(), owners.end(), outside, zone);
    }
};

}  // namespace

ZoneLayer ZoneLayer::region(const std::string& title) {
    return {"region", {Zone{"region", title, {}}}, true};
}

raster::Raster<std::int32_t> zone_raster(const ZoneLayer& layer, const geo::Grid& grid,
                                         const geo::PixelWindow& window,
                                         std::int64_t* num_overlaps) {
    if (layer.whole_region) {
        return {window.width, window.height, 0};
    }
    Claims claims{window, {window.width, window.height, outside}, {}};
    if (num_overlaps != nullptr) {
        claims.contested = raster::Mask(window.width, window.height);
    }
    const geo::Extent extent = grid.extent_of(window);
    std::int32_t index = 0;
    for (const Zone& zone : layer.zones) {
        for (const geo::Polygon& part : zone.parts) {
            if (part.extent().intersects(extent)) {
                geo::scan(part, grid, window,
                          [&](std::int64_t row, std::int64_t begin, std::int64_t end) {
                              claims.claim(index, row, begin, end);
                          });
            }
        }
        ++index;
    }
    if (num_overlaps != nullptr) {
        const auto marks = claims.contested.values();
        *num_overlaps += std::count(marks.begin(), marks.end(), std::uint8_t{1});
    }
    return std::move(claims.zones);
}

}  // namespace mineprint::zones
