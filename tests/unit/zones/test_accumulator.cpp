// SPDX-License-Identifier: Apache-2.0
#include <ctime>

#include "mineprint/core/error.hpp"
#include "mineprint/core/random.hpp"
#include "mineprint/zones/accumulator.hpp"
#include "mineprint/zones/zone_layer.hpp"
#include "test_main.hpp"

namespace zones = mineprint::zones;
using ClassMap = mineprint::raster::Raster<std::uint8_t>;
using ZoneMap = mineprint::raster::Raster<std::int32_t>;
using mineprint::core::RunError;

namespace {

struct Window {
    ZoneMap zones;
    std::vector<double> area_m2;
    std::vector<ClassMap> classes;

    void add_to(zones::Accumulator& sum) const { sum.add(zones, area_m2, classes); }
};

/// Random zones (one in eight pixels outside), areas near 900 m² and classes (one in ten
/// unobserved).
Window random_window(const zones::AccumulatorShape& shape, std::int64_t size, std::uint64_t key) {
    const mineprint::core::KeyedRandom random(key, mineprint::core::Stream::noise);
    Window window{ZoneMap(size, size), std::vector<double>(static_cast<std::size_t>(size * size)),
                  std::vector<ClassMap>(shape.epochs, ClassMap(size, size))};
    for (std::size_t pixel = 0; pixel < window.zones.size(); ++pixel) {
        const bool is_outside = random.below(8, pixel, 1) == 0;
        window.zones[pixel] = is_outside
                                  ? zones::outside
                                  : static_cast<std::int32_t>(random.below(shape.zones, pixel, 2));
        window.area_m2[pixel] = 900 + random.uniform(pixel, 3);
        for (std::size_t epoch = 0; epoch < shape.epochs; ++epoch) {
            const bool unseen = random.below(10, pixel, 10 + epoch) == 0;
            window.classes[epoch][pixel] =
                unseen ? zones::unobserved
                       : static_cast<std::uint8_t>(random.below(shape.classes, pixel, 100 + epoch));
        }
    }
    return window;
}

struct Cell {
    std::int64_t pixels = 0;
    double area_m2 = 0;
};

/// What one cell must hold, by going through all pixels with a condition.
template <class Condition>
Cell expected(const Window& window, std::int32_t zone, Condition&& holds) {
    Cell cell;
    for (std::size_t pixel = 0; pixel < window.zones.size(); ++pixel) {
        if (window.zones[pixel] == zone && holds(pixel)) {
            ++cell.pixels;
            cell.area_m2 += window.area_m2[pixel];
        }
    }
    return cell;
}

}  // namespace

TEST_CASE("states and changes per zone equal a count cell by cell") {
    const zones::AccumulatorShape shape{3, 4, 3};
    const Window window = random_window(shape, 40, 1);
    zones::Accumulator sum(shape);
    window.add_to(sum);
    for (std::size_t zone = 0; zone < shape.zones; ++zone) {
        const auto code = static_cast<std::int32_t>(zone);
        for (std::size_t epoch = 0; epoch < shape.epochs; ++epoch) {
            for (std::size_t cls = 0; cls <= shape.classes; ++cls) {
                const std::size_t value = cls == shape.classes ? zones::unobserved : cls;
                const Cell cell = expected(window, code, [&](std::size_t pixel) {
                    return window.classes[epoch][pixel] == value;
                });
                REQUIRE(cell.pixels > 0);
                REQUIRE(sum.pixels(zone, epoch, cls) == cell.pixels);
                REQUIRE(sum.area_m2(zone, epoch, cls) == cell.area_m2);
            }
        }
        for (std::size_t a = 0; a < shape.epochs; ++a) {
            for (std::size_t b = a + 1; b < shape.epochs; ++b) {
                for (std::size_t from = 0; from < shape.classes; ++from) {
                    for (std::size_t to = 0; to < shape.classes; ++to) {
                        const Cell cell = expected(window, code, [&](std::size_t pixel) {
                            return window.classes[a][pixel] == from &&
                                   window.classes[b][pixel] == to;
                        });
                        const std::size_t pair = sum.pair_index(a, b);
                        REQUIRE(sum.change_pixels(zone, pair, from, to) == cell.pixels);
                        REQUIRE(sum.change_m2(zone, pair, from, to) == cell.area_m2);
                    }
                }
            }
        }
    }
}

TEST_CASE("a pixel unobserved at either end is no change, and pixels outside count nowhere") {
    zones::Accumulator sum({1, 2, 2});
    ZoneMap map(4, 1, 0);
    map[3] = zones::outside;
    std::vector<ClassMap> classes(2, ClassMap(4, 1, 0));
    classes[0][0] = zones::unobserved;
    classes[1][1] = zones::unobserved;
    classes[1][2] = 1;
    sum.add(map, std::vector<double>(4, 900.0), classes);
    CHECK(sum.pixels(0, 0, 2) == 1);
    CHECK(sum.pixels(0, 1, 2) == 1);
    CHECK(sum.area_m2(0, 1, 2) == 900);
    CHECK(sum.pixels(0, 0, 0) == 2);
    CHECK(sum.change_pixels(0, 0, 0, 1) == 1);
    CHECK(sum.change_pixels(0, 0, 0, 0) == 0);
    CHECK(sum.change_pixels(0, 0, 1, 0) == 0);
    CHECK(sum.change_m2(0, 0, 0, 1) == 900);
}

TEST_CASE("pairs of epochs are numbered row by row") {
    const zones::Accumulator sum({1, 5, 2});
    std::size_t next = 0;
    for (std::size_t from = 0; from < 5; ++from) {
        for (std::size_t to = from + 1; to < 5; ++to) {
            CHECK(sum.pair_index(from, to) == next++);
        }
    }
    CHECK(next == sum.shape().num_pairs());
    CHECK_THROWS_AS(sum.pair_index(2, 2), RunError);
    CHECK_THROWS_AS(sum.pair_index(3, 2), RunError);
    CHECK_THROWS_AS(sum.pair_index(3, 5), RunError);
}

TEST_CASE("merged parts equal the whole") {
    const zones::AccumulatorShape shape{2, 3, 4};
    zones::Accumulator whole(shape);
    zones::Accumulator merged(shape);
    for (std::uint64_t tile = 0; tile < 5; ++tile) {
        const Window window = random_window(shape, 20, tile);
        window.add_to(whole);
        zones::Accumulator part(shape);
        window.add_to(part);
        merged.merge(part);
    }
    CHECK(merged.counts() == whole.counts());
    const auto merged_areas = merged.areas();
    const auto whole_areas = whole.areas();
    REQUIRE(merged_areas.size() == whole_areas.size());
    for (std::size_t i = 0; i < whole_areas.size(); ++i) {
        REQUIRE(merged_areas[i] == Approx(whole_areas[i]).epsilon(1e-12));
    }
}

TEST_CASE("tables survive the way through flat arrays") {
    const zones::AccumulatorShape shape{3, 3, 2};
    zones::Accumulator sum(shape);
    random_window(shape, 16, 9).add_to(sum);
    const auto again = zones::Accumulator::from_tables(shape, sum.counts(), sum.areas());
    CHECK(again.shape() == shape);
    CHECK(again.counts() == sum.counts());
    CHECK(again.areas() == sum.areas());
    CHECK(again.change_pixels(2, 2, 1, 0) == sum.change_pixels(2, 2, 1, 0));
    auto short_counts = sum.counts();
    short_counts.pop_back();
    CHECK_THROWS_AS(zones::Accumulator::from_tables(shape, short_counts, sum.areas()), RunError);
    CHECK_THROWS_AS(zones::Accumulator::from_tables({3, 3, 3}, sum.counts(), sum.areas()),
                    RunError);
}

TEST_CASE("one epoch has states and no pairs; no zones hold nothing") {
    zones::Accumulator single({1, 1, 2});
    single.add(ZoneMap(2, 1, 0), std::vector<double>(2, 1.0),
               std::vector<ClassMap>{ClassMap(2, 1, 1)});
    CHECK(single.shape().num_pairs() == 0);
    CHECK(single.pixels(0, 0, 1) == 2);
    CHECK(single.counts().size() == 3);
    zones::Accumulator none({0, 2, 2});
    none.add(ZoneMap(2, 1, zones::outside), std::vector<double>(2, 1.0),
             std::vector<ClassMap>(2, ClassMap(2, 1, 1)));
    CHECK(none.counts().empty());
}

TEST_CASE("what does not fit is refused, not counted") {
    zones::Accumulator sum({2, 2, 2});
    const std::vector<double> areas(4, 900.0);
    const std::vector<ClassMap> classes(2, ClassMap(2, 2, 0));
    CHECK_THROWS_AS(sum.add(ZoneMap(2, 2, 2), areas, classes), RunError);  // no such zone
    CHECK_THROWS_AS(sum.add(ZoneMap(2, 2, -2), areas, classes),
                    RunError);  // neither zone nor outside
    CHECK_THROWS_AS(sum.add(ZoneMap(2, 3, 0), areas, classes), RunError);
    CHECK_THROWS_AS(sum.add(ZoneMap(2, 2, 0), std::vector<double>(3), classes), RunError);
    CHECK_THROWS_AS(sum.add(ZoneMap(2, 2, 0), areas, std::vector<ClassMap>(1, ClassMap(2, 2))),
                    RunError);
    CHECK_THROWS_WITH(sum.add(ZoneMap(2, 2, 0), areas, std::vector<ClassMap>(2, ClassMap(2, 2, 7))),
                      Catch::Matchers::Contains("7"));
    CHECK_THROWS_AS(sum.merge(zones::Accumulator({2, 2, 3})), RunError);
    CHECK_THROWS_AS(sum.pixels(2, 0, 0), RunError);
    CHECK_THROWS_AS(sum.area_m2(0, 2, 0), RunError);
    CHECK_THROWS_AS(sum.pixels(0, 0, 3), RunError);
    CHECK_THROWS_AS(sum.change_pixels(0, 1, 0, 0), RunError);
    CHECK_THROWS_AS(sum.change_m2(0, 0, 0, 2), RunError);
    CHECK_THROWS_AS(zones::Accumulator({1, 1, 256}), mineprint::core::DataError);
}

TEST_CASE("a window of 1024 x 1024 pixels and six epochs takes a fraction of a second") {
    const zones::AccumulatorShape shape{12, 6, 4};
    const Window window = random_window(shape, 1024, 3);
    zones::Accumulator sum(shape);
    const std::clock_t start = std::clock();
    window.add_to(sum);
    const double cpu_s = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    INFO(cpu_s << " s of CPU time");
    CHECK(cpu_s < 1.0);
}
