// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/change/growth.hpp"
#include "test_main.hpp"

using mineprint::change::growth;
using mineprint::change::GrowthFlag;

namespace {

/// Equal to as many digits as a figure was given with.
Approx to(double value, double half_digit) { return Approx(value).margin(half_digit).epsilon(0); }

}  // namespace

TEST_CASE("growth of the study's areas from 2005 to 2020") {
    // Chinkaka et al. 2023: mine area in km². Recomputed from its areas; the paper prints 327 % for
    // Myanmar, 211 % in all and -4.7 % for what is not mine.
    const auto china = growth(0.63, 1.45, 15);
    CHECK(china.percent == to(130.2, 0.05));
    CHECK(china.annual_percent == to(5.71, 0.005));
    CHECK(china.flag == GrowthFlag::defined);
    const auto myanmar = growth(0.58, 2.49, 15);
    CHECK(myanmar.percent == to(329.3, 0.05));
    CHECK(myanmar.annual_percent == to(10.20, 0.005));
    const auto total = growth(1.22, 3.78, 15);
    CHECK(total.percent == to(209.8, 0.05));
    CHECK(total.annual_percent == to(7.83, 0.005));
    CHECK(growth(56.54, 53.98, 15).percent == to(-4.5, 0.05));
}

TEST_CASE("annual growth compounds to the whole") {
    const auto g = growth(2e6, 3.1e6, 7.5);
    CHECK(std::pow(1 + g.annual_percent / 100, 7.5) == Approx(1 + g.percent / 100));
    const auto one_year = growth(10, 8, 1);
    CHECK(one_year.percent == Approx(-20));
    CHECK(one_year.annual_percent == Approx(-20));
}

TEST_CASE("all that was there may go, and nothing may change") {
    const auto gone = growth(5, 0, 10);
    CHECK(gone.percent == -100);
    CHECK(gone.annual_percent == -100);
    CHECK(gone.flag == GrowthFlag::defined);
    const auto same = growth(5, 5, 10);
    CHECK(same.percent == 0);
    CHECK(same.annual_percent == 0);
}

TEST_CASE("growth from nothing is no number, and says why") {
    const auto new_mine = growth(0, 3, 10);
    CHECK(std::isnan(new_mine.percent));
    CHECK(std::isnan(new_mine.annual_percent));
    CHECK(new_mine.flag == GrowthFlag::none_before);
    const auto none = growth(0, 0, 10);
    CHECK(std::isnan(none.percent));
    CHECK(std::isnan(none.annual_percent));
    CHECK(none.flag == GrowthFlag::none_at_all);
    CHECK(growth(0, 0, 0).flag == GrowthFlag::none_at_all);
}

TEST_CASE("without time between the epochs there is growth but no annual growth") {
    const auto g = growth(2, 3, 0);
    CHECK(g.percent == Approx(50));
    CHECK(std::isnan(g.annual_percent));
    CHECK(g.flag == GrowthFlag::no_time_between);
}
