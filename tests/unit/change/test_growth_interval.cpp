// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/change/growth_interval.hpp"
#include "test_main.hpp"

using namespace mineprint::change;

TEST_CASE("the three rates tell one growth, and so do their intervals") {
    const double years = 15;
    const GrowthInterval g = growth_interval(AreaPair{1.22, 3.78, 0.10, 0.21, 0}, years);
    const double ratio = 3.78 / 1.22;
    CHECK(g.growth.value == Approx(209.8).margin(0.05));
    CHECK(g.compound.value == Approx(7.83).margin(0.005));
    CHECK(g.puyravaud.value == Approx(100 * std::log(ratio) / 15));
    // By hand: the relative error of a ratio of independent areas.
    const double relative = std::hypot(0.10 / 1.22, 0.21 / 3.78);
    CHECK(g.growth.se == Approx(100 * ratio * relative));
    CHECK(g.puyravaud.se == Approx(100 * relative / 15));
    CHECK(g.puyravaud.high - g.puyravaud.value == Approx(1.96 * g.puyravaud.se));
    for (const auto end : {&PercentInterval::low, &PercentInterval::high}) {
        const double whole = 1 + g.growth.*end / 100;
        CHECK(std::pow(1 + g.compound.*end / 100, years) == Approx(whole));
        CHECK(std::exp(g.puyravaud.*end / 100 * years) == Approx(whole));
    }
    // The derivative of the compound rate, by differences.
    const auto rate = [&](double r) { return 100 * (std::pow(r, 1 / years) - 1); };
    const double slope = (rate(ratio + 1e-5) - rate(ratio - 1e-5)) / 2e-5;
    CHECK(g.compound.se == Approx(slope * ratio * relative).epsilon(1e-6));
}

TEST_CASE("what two areas have in common makes their ratio surer") {
    const double apart = growth_interval(AreaPair{10, 12, 1, 1, 0}, 5).growth.se;
    const double together = growth_interval(AreaPair{10, 12, 1, 1, 0.9}, 5).growth.se;
    CHECK(together < apart);
    CHECK(apart == Approx(100 * std::sqrt(1 + 1.44) / 10));
    CHECK(together == Approx(100 * std::sqrt(1 + 1.44 - 2 * 1.2 * 0.9) / 10));
}

TEST_CASE("no interval where there is no growth, and none below −100 %") {
    CHECK(growth_interval(AreaPair{0, 3, 0, 1, 0}, 5).flag == GrowthFlag::none_before);
    CHECK(growth_interval(AreaPair{0, 0, 0, 0, 0}, 5).flag == GrowthFlag::none_at_all);
    CHECK(std::isnan(growth_interval(AreaPair{0, 3, 0, 1, 0}, 5).growth.value));
    const GrowthInterval gone = growth_interval(AreaPair{3, 0, 1, 0, 0}, 5);
    CHECK(gone.growth.value == -100);
    CHECK(std::isnan(gone.growth.low));
    CHECK(growth_interval(AreaPair{10, 1, 5, 1, 0}, 5).growth.low > -100);
    const GrowthInterval no_time = growth_interval(AreaPair{10, 12, 1, 1, 0}, 0);
    CHECK(no_time.flag == GrowthFlag::no_time_between);
    CHECK(no_time.growth.value == Approx(20));
    CHECK(std::isnan(no_time.compound.value));
    CHECK(std::isnan(puyravaud_percent(0, 1, 1)));
}
