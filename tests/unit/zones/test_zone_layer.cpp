// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>

#include "mineprint/core/random.hpp"
#include "mineprint/geo/tiling.hpp"
#include "mineprint/zones/zone_layer.hpp"
#include "test_main.hpp"

namespace geo = mineprint::geo;
namespace zones = mineprint::zones;

namespace {

/// Ten by ten pixels of 30 m with their corner at (1000, 2000).
const geo::Grid grid{"", 1000, 2000, 30, 30, 10, 10};

/// A rectangle in pixel units of the grid.
geo::Polygon box(double left, double top, double right, double bottom) {
    return {{{{grid.x_at(left), grid.y_at(top)},
              {grid.x_at(right), grid.y_at(top)},
              {grid.x_at(right), grid.y_at(bottom)},
              {grid.x_at(left), grid.y_at(bottom)}}}};
}

/// A star-like polygon with corners at keyed random distances from the middle of a grid.
geo::Polygon star(const geo::Grid& of, std::uint64_t key) {
    const mineprint::core::KeyedRandom random(key, mineprint::core::Stream::landscape);
    const geo::Extent extent = of.extent();
    const geo::Point middle{(extent.xmin + extent.xmax) / 2 + 100 * random.uniform(1000),
                            (extent.ymin + extent.ymax) / 2 - 100 * random.uniform(1001)};
    geo::Ring ring;
    constexpr int corners = 40;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / corners;
        const double radius =
            (extent.xmax - extent.xmin) * (0.1 + 0.5 * random.uniform(static_cast<unsigned>(i)));
        ring.push_back({middle.x + radius * std::cos(angle), middle.y + radius * std::sin(angle)});
    }
    return {{ring}};
}

std::int64_t count_of(const mineprint::raster::Raster<std::int32_t>& raster, std::int32_t zone) {
    const auto values = raster.values();
    return std::count(values.begin(), values.end(), zone);
}

}  // namespace

TEST_CASE("the region layer has one zone that holds every pixel of every window") {
    const auto layer = zones::ZoneLayer::region("Madre de Dios");
    REQUIRE(layer.name == "region");
    REQUIRE(layer.whole_region);
    REQUIRE(layer.zones.size() == 1);
    CHECK(layer.zones[0].name == "Madre de Dios");
    const auto raster = zones::zone_raster(layer, grid, {7, 8, 3, 2});
    CHECK(raster.width() == 3);
    CHECK(raster.height() == 2);
    CHECK(count_of(raster, 0) == 6);
}

TEST_CASE("zones that share an edge through pixel centres share no pixel and leave none out") {
    const zones::ZoneLayer layer{
        "countries",
        {{"CHN", "China", {box(4.5, 0, 10, 10)}}, {"MMR", "Myanmar", {box(0, 0, 4.5, 10)}}}};
    std::int64_t overlaps = 0;
    const auto raster = zones::zone_raster(layer, grid, grid.window(), &overlaps);
    CHECK(overlaps == 0);
    CHECK(count_of(raster, zones::outside) == 0);
    // The edge runs through the centres of column 4; a left edge belongs inside, so China has it.
    CHECK(count_of(raster, 0) == 60);
    CHECK(count_of(raster, 1) == 40);
}

TEST_CASE("a pixel that two zones claim belongs to the first and is counted once") {
    const zones::ZoneLayer layer{
        "concessions",
        {{"a", "", {box(0, 0, 4, 4)}}, {"b", "", {box(2, 2, 6, 6)}}, {"c", "", {box(3, 3, 7, 7)}}}};
    std::int64_t overlaps = 100;
    const auto raster = zones::zone_raster(layer, grid, grid.window(), &overlaps);
    CHECK(raster(3, 3) == 0);
    CHECK(raster(5, 5) == 1);
    CHECK(raster(6, 6) == 2);
    CHECK(raster(9, 9) == zones::outside);
    // a∩b has 4 pixels, b∩c has 9, pixel (3, 3) is in both: 12 pixels, added to what was there.
    CHECK(overlaps == 112);
    CHECK(count_of(raster, 0) == 16);
    CHECK(count_of(raster, 1) == 12);
    CHECK(count_of(raster, 2) == 7);
    CHECK(raster == zones::zone_raster(layer, grid, grid.window()));
}

TEST_CASE("parts of one zone may overlap and holes stay outside") {
    geo::Polygon ring_shape = box(0, 0, 9, 9);
    ring_shape.rings.push_back(box(3, 3, 6, 6).rings[0]);
    const zones::ZoneLayer layer{"protected", {{"park", "", {ring_shape, box(0, 0, 4, 4)}}}};
    std::int64_t overlaps = 0;
    const auto raster = zones::zone_raster(layer, grid, grid.window(), &overlaps);
    CHECK(overlaps == 0);
    // 81 - 9, and the second part fills one pixel of the hole.
    CHECK(count_of(raster, 0) == 73);
    CHECK(raster(3, 3) == 0);
    CHECK(raster(4, 4) == zones::outside);
}

TEST_CASE("a zone raster is that of a point-in-polygon test and has no seams between tiles") {
    const geo::Grid wide{"", 500000, 2900000, 30, 30, 83, 61};
    zones::ZoneLayer layer{"random", {}};
    for (std::uint64_t key = 0; key < 4; ++key) {
        layer.zones.push_back({std::to_string(key), "", {star(wide, key)}});
    }
    std::int64_t overlaps = 0;
    const auto whole = zones::zone_raster(layer, wide, wide.window(), &overlaps);
    std::int64_t expected_overlaps = 0;
    for (std::int64_t row = 0; row < wide.height; ++row) {
        for (std::int64_t column = 0; column < wide.width; ++column) {
            std::vector<std::int32_t> claims;
            for (std::int32_t zone = 0; zone < 4; ++zone) {
                const geo::Polygon& polygon = layer.zones[static_cast<std::size_t>(zone)].parts[0];
                if (polygon.contains(wide.centre_of(column, row))) {
                    claims.push_back(zone);
                }
            }
            expected_overlaps += claims.size() > 1 ? 1 : 0;
            REQUIRE(whole(row, column) == (claims.empty() ? zones::outside : claims.front()));
        }
    }
    CHECK(expected_overlaps > 100);
    CHECK(overlaps == expected_overlaps);

    const geo::Tiling tiling(wide.width, wide.height, 16);
    std::int64_t tile_overlaps = 0;
    for (std::int64_t tile = 0; tile < tiling.num_tiles(); ++tile) {
        const geo::PixelWindow window = tiling.window(tile);
        const auto part = zones::zone_raster(layer, wide, window, &tile_overlaps);
        for (std::int64_t row = 0; row < window.height; ++row) {
            for (std::int64_t column = 0; column < window.width; ++column) {
                REQUIRE(part(row, column) == whole(window.row + row, window.column + column));
            }
        }
    }
    CHECK(tile_overlaps == overlaps);
}
