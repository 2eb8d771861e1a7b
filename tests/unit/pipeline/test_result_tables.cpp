// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/change/growth.hpp"
#include "mineprint/pipeline/result_tables.hpp"
#include "small_results.hpp"
#include "test_main.hpp"

using namespace mineprint::pipeline;
using mineprint::change::GrowthFlag;

TEST_CASE("A table keeps its last axis together") {
    Table<int, 3> table({2, 3, 4}, 7);
    CHECK(table.size() == 24);
    table(1, 2, 3) = 1;
    table(0, 0, 1) = 2;
    CHECK(table.values()[23] == 1);
    CHECK(table.values()[1] == 2);
    CHECK_THROWS(Table<int, 2>({2, 2}, std::vector<int>(3)));
}

TEST_CASE("Growth runs between the middles of epochs, and only forward in time") {
    const RegionTables region = small_results::region("kachin");
    const LayerTables& sides = region.layers[1];
    // the middles of 2005 and of 2020, a leap year, lie 5478.5 days apart
    CHECK(years_between(region.epochs[0], region.epochs[2]) == Approx(5478.5 / 365.2425));
    // 100 (242 - 60) / 60 and 100 ((242 / 60)^(365.2425 / 5478.5) - 1), by Python
    CHECK(sides.growth_percent(1, 0, 2) == Approx(303.3333333333));
    CHECK(sides.annual_growth_percent(1, 0, 2) == Approx(9.7434530669));
    CHECK(sides.growth_flag(1, 0, 2) == static_cast<std::uint8_t>(GrowthFlag::defined));
    CHECK(std::isnan(sides.growth_percent(0, 0, 2)));
    CHECK(sides.growth_flag(0, 0, 2) == static_cast<std::uint8_t>(GrowthFlag::none_before));
    CHECK(std::isnan(sides.growth_percent(1, 2, 0)));
    CHECK(sides.growth_flag(1, 2, 0) == no_growth_pair);
    CHECK(sides.growth_flag(1, 1, 1) == no_growth_pair);
}

TEST_CASE("Shares follow from the matrix of each epoch") {
    const AccuracyTables accuracy = *small_results::region("kachin").accuracy;
    // matrix 45 5 / 10 40, by hand: kappa = (0.85 - 0.5) / 0.5
    CHECK(accuracy.overall_accuracy[1] == Approx(0.85));
    CHECK(accuracy.users_accuracy(1, 0) == Approx(0.9));
    CHECK(accuracy.producers_accuracy(1, 0) == Approx(45.0 / 55));
    CHECK(accuracy.f1(1, 0) == Approx(90.0 / 105));
    CHECK(accuracy.quantity_disagreement[1] == Approx(0.05));
    CHECK(accuracy.allocation_disagreement[1] == Approx(0.1));
    CHECK(accuracy.kappa[1] == Approx(0.7));
    CHECK(std::isnan(accuracy.overall_accuracy[2]));
    CHECK(std::isnan(accuracy.users_accuracy(2, 0)));
}
