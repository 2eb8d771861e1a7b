// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/pixel_score.hpp"
#include "test_main.hpp"

using namespace mineprint::composite;
using mineprint::core::Date;
using mineprint::raster::Raster;

TEST_CASE("the score of a day is a bell around the best day, across the turn of the year too") {
    CHECK(day_score(200, 200, 30) == 1);
    CHECK(day_score(230, 200, 30) == Approx(0.6065306597));  // exp(-1/2)
    CHECK(day_score(140, 200, 30) == Approx(0.1353352832));  // exp(-2)
    CHECK(day_score(5, 360, 30) == day_score(360, 5, 30));
    CHECK(day_score(5, 360, 30) == Approx(std::exp(-0.5 * 10.25 * 10.25 / 900)));
}

TEST_CASE("the score of a distance from clouds rises from nearly 0 to nearly 1") {
    CHECK(cloud_score(0, 3000) == Approx(0.0066928509));  // 1 / (1 + e^5)
    CHECK(cloud_score(1500, 3000) == 0.5);
    CHECK(cloud_score(3000, 3000) == Approx(0.9933071491));
    CHECK(cloud_score(9000, 3000) == cloud_score(3000, 3000));
}

TEST_CASE("the score of a pixel is the weighted mean of its scores") {
    const Raster<float> distance(1, 1, 1500.0F);
    Layer layer;
    layer.date = Date::parse("2021-01-31");
    layer.cloud_distance_m = &distance;
    layer.sensor_score = 0.25;
    ScoreOptions options;
    options.day_of_year = 31;
    CHECK(pixel_score(layer, 0, options) == Approx((1 + 0.5 + 0.25) / 3));
    options.day_weight = 2;
    options.sensor_weight = 0;
    CHECK(pixel_score(layer, 0, options) == Approx((2 + 0.5) / 3));
    layer.cloud_distance_m = nullptr;
    layer.date.reset();
    CHECK(pixel_score(layer, 0, options) == Approx((2 + 0.9933071491) / 3));
}
