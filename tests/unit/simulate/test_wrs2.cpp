// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/simulate/wrs2.hpp"
#include "test_main.hpp"

using namespace mineprint;
using simulate::CyclePhase;
using simulate::PathRow;

namespace {

void check_centre(PathRow place, double longitude, double latitude) {
    const geo::Point centre = simulate::wrs2_centre(place);
    CHECK(std::abs(centre.x - longitude) < 0.25);
    CHECK(std::abs(centre.y - latitude) < 0.1);
}

}  // namespace

// Middles of the corners that the metadata of real products give; a scene is cut a little off its
// frame's centre.
TEST_CASE("frame centres are near those of real products") {
    check_centre({1, 60}, -64.60, 0.0);
    check_centre({8, 59}, -75.07, 1.444);   // LC08_L2SP_008059_20191201
    check_centre({1, 62}, -65.18, -2.895);  // LC08_L2SP_001062_20201031
}

TEST_CASE("the study of the Myanmar-China border lies on path 132, row 42") {
    const PathRow place = simulate::wrs2_at({98.53, 25.89});
    CHECK(place.path == 132);
    CHECK(place.row == 42);
}

TEST_CASE("a frame's centre lies in that frame, everywhere on the day side") {
    for (int path = 1; path <= 233; path += 29) {
        for (int row = 12; row <= 108; row += 8) {
            const PathRow place{path, row};
            CHECK(simulate::wrs2_at(simulate::wrs2_centre(place)) == place);
        }
    }
}

TEST_CASE("satellites pass on the days of real products, and every sixteen days") {
    const auto passes = [](int path, CyclePhase phase, const char* date) {
        return simulate::passes_on(path, phase, core::Date::parse(date));
    };
    CHECK(passes(8, CyclePhase::landsat_5_8, "2019-12-01"));
    CHECK(passes(47, CyclePhase::landsat_5_8, "2020-12-04"));
    CHECK(passes(10, CyclePhase::landsat_5_8, "1986-04-24"));
    CHECK(passes(58, CyclePhase::landsat_5_8, "2011-03-12"));
    CHECK(passes(21, CyclePhase::landsat_7_9, "2010-01-09"));
    CHECK(passes(10, CyclePhase::landsat_7_9, "2022-01-29"));
    CHECK(passes(8, CyclePhase::landsat_5_8, "2019-12-17"));
    CHECK_FALSE(passes(8, CyclePhase::landsat_5_8, "2019-12-09"));
    CHECK(passes(8, CyclePhase::landsat_7_9, "2019-12-09"));
}
