// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/error.hpp"
#include "mineprint/training/train.hpp"
#include "mineprint/training/tuning.hpp"
#include "samples.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::training;
using forest::TuningPoint;

TEST_CASE("a point of a tuning run is the forest that its options give") {
    const auto samples = samples::clusters(200);
    ForestOptions options = preset("sklearn");
    options.trees = 9;
    CHECK_FALSE(wants_tuning(options));
    options.tuning_trees = {12, 4, 30, 4};
    options.tuning_mtry = {3, 1};
    REQUIRE(wants_tuning(options));
    const auto points = tune(world(), samples, options, 2);
    REQUIRE(points.size() == 6);
    for (std::size_t i = 0; i < points.size(); ++i) {
        CHECK(points[i].mtry == (i < 3 ? 1U : 3U));
        CHECK(points[i].trees == std::vector<std::uint32_t>{4, 12, 30}[i % 3]);
        const ForestOptions own = tuned(options, points[i]);
        CHECK_FALSE(wants_tuning(own));
        CHECK(train(world(), samples, own, 1).report.oob_error == points[i].oob_error);
    }
    CHECK(points[0].oob_error != points[1].oob_error);
}

TEST_CASE("what is not to be chosen is as the options say") {
    const auto samples = samples::clusters(100);
    ForestOptions options = preset("sklearn");
    options.trees = 9;
    options.tuning_mtry = {1, 4};
    const auto by_mtry = tune(world(), samples, options, 1);
    REQUIRE(by_mtry.size() == 2);
    CHECK((by_mtry[0].trees == 9 && by_mtry[1].trees == 9 && by_mtry[1].mtry == 4));
    options.tuning_mtry.clear();
    options.tuning_trees = {3, 5};
    const auto by_trees = tune(world(), samples, options, 1);
    REQUIRE(by_trees.size() == 2);
    CHECK((by_trees[0].mtry == 2 && by_trees[1].trees == 5));  // the square root of four features
}

TEST_CASE("the fewest trees within a standard error of the best are chosen") {
    // sqrt(0.1 × 0.9 / 900) = 0.01
    const std::vector<TuningPoint> points = {{10, 1, 0.1101}, {50, 1, 0.1099}, {90, 1, 0.105},
                                             {10, 2, 0.2},    {50, 2, 0.108},  {90, 2, 0.1},
                                             {10, 3, 0.111},  {50, 3, 0.108},  {90, 3, 0.102}};
    CHECK(best_point(points, 900) == 4);
    CHECK(best_point(points, 90'000'000) == 5);
    CHECK(best_point(points, 600) == 0);
    CHECK(best_point(std::span(points).first(1), 900) == 0);
}

TEST_CASE("without samples out of bag nothing can be chosen") {
    ForestOptions options = preset("sklearn");
    options.replacement = false;
    options.tuning_trees = {2, 3};
    CHECK_THROWS_WITH(tune(world(), samples::clusters(50), options, 1),
                      Catch::Matchers::Contains("forest.bag-fraction"));
}
