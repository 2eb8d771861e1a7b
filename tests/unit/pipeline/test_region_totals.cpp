// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/random.hpp"
#include "mineprint/pipeline/region_totals.hpp"
#include "test_main.hpp"

using namespace mineprint;
using pipeline::LayerTotals;

namespace {

constexpr zones::AccumulatorShape tile_shape{2, 3, 2};

/// A tile of two zones with random classes and areas.
zones::Accumulator random_tile(std::uint64_t tile) {
    const core::KeyedRandom random(tile, core::Stream::noise);
    raster::Raster<std::int32_t> zone_of(8, 8);
    std::vector<double> area_m2(64);
    std::vector<raster::Raster<std::uint8_t>> classes(3, raster::Raster<std::uint8_t>(8, 8));
    for (std::size_t pixel = 0; pixel < 64; ++pixel) {
        zone_of[pixel] = static_cast<std::int32_t>(random.below(3, pixel, 0)) - 1;
        area_m2[pixel] = 900 * random.uniform(pixel, 1);
        for (std::size_t epoch = 0; epoch < 3; ++epoch) {
            const auto cls = random.below(3, pixel, 2 + epoch);
            classes[epoch][pixel] = cls == 2 ? zones::unobserved : static_cast<std::uint8_t>(cls);
        }
    }
    zones::Accumulator tables(tile_shape);
    tables.add(zone_of, area_m2, classes);
    return tables;
}

}  // namespace

TEST_CASE("totals are the same for every order of the tiles, to the bit") {
    const zones::AccumulatorShape shape{5, 3, 2};
    const std::vector<std::int32_t> places{4, 1};
    LayerTotals forward(shape);
    LayerTotals backward(shape);
    for (std::uint64_t tile = 0; tile < 50; ++tile) {
        forward.add(random_tile(tile), places);
        backward.add(random_tile(49 - tile), places);
    }
    CHECK(forward.tables().counts() == backward.tables().counts());
    CHECK(forward.tables().areas() == backward.tables().areas());
}

TEST_CASE("a tile's zones go where they belong, and nothing elsewhere") {
    LayerTotals totals({5, 3, 2});
    const auto tile = random_tile(7);
    const std::vector<std::int32_t> places{3, 0};
    totals.add(tile, places);
    const auto sums = totals.tables();
    for (std::size_t epoch = 0; epoch < 3; ++epoch) {
        for (std::size_t cls = 0; cls <= 2; ++cls) {
            CHECK(sums.pixels(3, epoch, cls) == tile.pixels(0, epoch, cls));
            CHECK(sums.pixels(0, epoch, cls) == tile.pixels(1, epoch, cls));
            CHECK(sums.pixels(1, epoch, cls) == 0);
            CHECK(sums.area_m2(3, epoch, cls) ==
                  Approx(tile.area_m2(0, epoch, cls)).margin(5.1e-5));
        }
    }
    const std::size_t pair = sums.pair_index(0, 2);
    CHECK(sums.change_pixels(3, pair, 1, 0) == tile.change_pixels(0, pair, 1, 0));
    CHECK(sums.change_m2(0, pair, 0, 1) == Approx(tile.change_m2(1, pair, 0, 1)).margin(5.1e-5));
}

TEST_CASE("samples on unobserved pixels are told apart from errors") {
    pipeline::AccuracyTotals totals(2, 3);
    totals.add(1, 2, 0);
    totals.add(1, 2, 0);
    totals.add(1, zones::unobserved, 1);
    CHECK(totals.count(1, 2, 0) == 2);
    CHECK(totals.count(0, 2, 0) == 0);
    CHECK(totals.num_unobserved(1) == 1);
    CHECK(totals.num_unobserved(0) == 0);
}
