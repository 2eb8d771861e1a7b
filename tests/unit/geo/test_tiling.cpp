// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "mineprint/core/error.hpp"
#include "mineprint/geo/tiling.hpp"
#include "test_main.hpp"

using namespace mineprint;
using geo::TileId;
using geo::Tiling;

TEST_CASE("a tile's name is read back as the same tile") {
    CHECK(TileId{12, 34}.name() == "X0012_Y0034");
    CHECK(TileId{0, 0}.name() == "X0000_Y0000");
    CHECK(TileId{12345, 6}.name() == "X12345_Y0006");
    for (const TileId id : {TileId{0, 0}, TileId{12, 34}, TileId{12345, 6}}) {
        CHECK(TileId::parse(id.name()) == id);
    }
}

TEST_CASE("what is no tile name is refused with the text in the message") {
    const char* name = GENERATE("", "X12", "X12Y34", "Y0001_X0002", "X0001_Y0002.tif", "X-1_Y0002",
                                "X_Y", "X99999999999_Y0001");
    CAPTURE(name);
    CHECK_THROWS_AS(TileId::parse(name), core::DataError);
    CHECK_THROWS_WITH(TileId::parse(name), Catch::Matchers::Contains(std::string("'") + name));
}

TEST_CASE("every pixel belongs to exactly one tile, the one that tile_of names") {
    const auto size = GENERATE(1, 7, 16, 50, 64);
    const std::int64_t width = 50;
    const std::int64_t height = 33;
    const Tiling tiling(width, height, size);
    std::map<std::pair<std::int64_t, std::int64_t>, int> seen;
    for (std::int64_t tile = 0; tile < tiling.num_tiles(); ++tile) {
        const geo::PixelWindow window = tiling.window(tile);
        CHECK_FALSE(window.empty());
        for (std::int64_t row = window.row; row < window.row + window.height; ++row) {
            for (std::int64_t column = window.column; column < window.column + window.width;
                 ++column) {
                ++seen[{column, row}];
                REQUIRE(tiling.tile_of(column, row) == tile);
            }
        }
    }
    CHECK(seen.size() == static_cast<std::size_t>(width * height));
    CHECK(std::ranges::all_of(seen, [](const auto& item) { return item.second == 1; }));
}

TEST_CASE("tiles are numbered row by row, and the last ones are cut") {
    const Tiling tiling(100, 70, 32);
    CHECK(tiling.columns() == 4);
    CHECK(tiling.rows() == 3);
    CHECK(tiling.num_tiles() == 12);
    CHECK(tiling.id(5) == TileId{1, 1});
    CHECK(tiling.window(5) == geo::PixelWindow{32, 32, 32, 32});
    CHECK(tiling.window(11) == geo::PixelWindow{96, 64, 4, 6});
}

TEST_CASE("tile numbers of a grid of billions of pixels do not overflow") {
    const Tiling tiling(1'000'000, 500'000, 512);
    const std::int64_t last = tiling.num_tiles() - 1;
    CHECK(tiling.tile_of(999'999, 499'999) == last);
    CHECK(tiling.window(last).column == 1953 * 512);
}
