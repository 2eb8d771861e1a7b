// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include "mineprint/core/error.hpp"
#include "mineprint/features/terrain.hpp"
#include "test_main.hpp"

using namespace mineprint::features;
using mineprint::geo::GroundSize;
using mineprint::raster::Raster;
using Names = std::vector<std::string>;

namespace {

Raster<float> raster_of(std::int64_t width, const std::vector<float>& values) {
    Raster<float> raster(width, static_cast<std::int64_t>(values.size()) / width);
    std::ranges::copy(values, raster.values().begin());
    return raster;
}

const std::vector<float> hill{100, 102, 105, 109, 110, 98,  101, 107, 111, 115, 97,  103, 110,
                              118, 121, 95,  99,  104, 112, 119, 90,  96,  101, 108, 117};

GroundSize pixels_of(std::size_t number, double width_m, double height_m) {
    return {std::vector<double>(number, width_m), std::vector<double>(number, height_m)};
}

void check_near(const Raster<float>& made, const std::vector<double>& expected) {
    REQUIRE(made.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(made[i] == Approx(expected[i]).margin(2e-6));
    }
}

}  // namespace

TEST_CASE("terrain is that of gdaldem") {
    // gdaldem slope, TPI and roughness of GDAL 3.6 on pixels of 30 by 20 m, and aspect on square
    // ones, the only ones for which gdaldem has it
    const auto height_m = raster_of(5, hill);
    const GroundSize size = pixels_of(9, 30, 20);
    const auto made = terrain({&height_m, 1, &size}, Names{"slope", "tpi", "roughness"}, 1);
    check_near(made.bands[0], {8.6466703414917, 12.137063980102539, 14.082962989807129,
                               10.962103843688965, 12.687219619750977, 10.671407699584961,
                               14.385066032409668, 17.267118453979492, 17.461267471313477});
    check_near(made.bands[1], {-1.75, -0.375, -0.875, 1.625, 3.125, 5.625, -0.5, -1.875, -0.25});
    check_near(made.bands[2], {13, 17, 16, 15, 19, 17, 20, 22, 20});
    const GroundSize square = pixels_of(9, 30, 30);
    const auto aspect = terrain({&height_m, 1, &square}, Names{"northness", "eastness"}, 1);
    check_near(aspect.bands[0], {0.11043184204261063, 0.42993363281569524, 0.7282001504041751,
                                 -0.22162100468346108, -0.130938079814639, 0.06651922088860998,
                                 -0.5812381391568874, -0.5510614751236674, -0.5010363526344666});
    check_near(aspect.bands[1], {-0.9938836995660385, -0.9028604938604295, -0.6853645314366195,
                                 -0.9751328782699789, -0.9913905482979224, -0.9977851438322644,
                                 -0.8137335101797387, -0.8344646491221349, -0.8654262379537324});
}

TEST_CASE("a plane has one slope and one direction, and level ground none") {
    std::vector<float> plane;
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 4; ++column) {
            plane.push_back(static_cast<float>(3 * column));  // 1 m in 10 m towards the east
        }
    }
    const auto height_m = raster_of(4, plane);
    const GroundSize size = pixels_of(2, 30, 17);
    const auto made = terrain({&height_m, 1, &size}, Names{"slope", "eastness", "northness"}, 1);
    CHECK(made.bands[0][1] == Approx(std::atan(0.1) * 57.29577951308232));
    CHECK(made.bands[1][0] == -1);  // down is west
    CHECK(made.bands[2][0] == 0);
    const Raster<float> level(3, 3, 7.0F);
    const GroundSize one = pixels_of(1, 30, 30);
    const auto flat = terrain({&level, 1, &one}, Names{"slope", "eastness", "northness", "tpi"}, 1);
    for (const auto& band : flat.bands) {
        CHECK(band[0] == 0);
    }
}

TEST_CASE("the position index takes the radius asked for") {
    const auto height_m = raster_of(5, hill);
    const GroundSize size = pixels_of(1, 30, 30);
    double sum = 0;
    for (const float value : hill) {
        sum += value;
    }
    const auto made = terrain({&height_m, 2, &size}, Names{"tpi", "elevation"}, 2);
    CHECK(made.bands[0][0] == Approx(110 - (sum - 110) / 24));
    CHECK(made.bands[1][0] == 110);
}

TEST_CASE("where an elevation is not known, what needs it is missing") {
    for (std::size_t missing = 0; missing < 9; ++missing) {
        std::vector<float> values{1, 2, 3, 4, 5, 6, 7, 8, 9};
        values[missing] = std::numeric_limits<float>::quiet_NaN();
        const auto height_m = raster_of(3, values);
        const GroundSize size = pixels_of(1, 30, 30);
        const auto made = terrain({&height_m, 1, &size},
                                  Names{"slope", "northness", "eastness", "tpi", "roughness"}, 1);
        for (std::size_t b = 0; b < made.bands.size(); ++b) {
            INFO(made.names[b] << " without elevation " << missing);
            CHECK(std::isnan(made.bands[b][0]));
        }
        const auto own = terrain({&height_m, 1, &size}, Names{"elevation"}, 1);
        CHECK(std::isnan(own.bands[0][0]) == (missing == 4));
    }
}

TEST_CASE("names, halos and definitions") {
    CHECK(terrain_halo(Names{"elevation"}, 5) == 0);
    CHECK(terrain_halo(Names{"elevation", "slope"}, 5) == 1);
    CHECK(terrain_halo(Names{"tpi"}, 5) == 5);
    CHECK(terrain_definition("tpi", 5) != terrain_definition("tpi", 6));
    CHECK_THROWS_WITH(terrain_definition("slop", 1), Catch::Contains("'slope'"));
    CHECK(known_terrain().size() == 6);
    const Raster<float> level(3, 3, 7.0F);
    const GroundSize one = pixels_of(1, 30, 30);
    CHECK_THROWS_AS(terrain({&level, 1, &one}, Names{"tpi"}, 2), mineprint::core::RunError);
}
