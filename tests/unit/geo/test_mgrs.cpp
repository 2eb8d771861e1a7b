// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>
#include <vector>

#include "mineprint/geo/mgrs.hpp"
#include "test_main.hpp"

namespace mineprint::geo {
namespace {

using Names = std::vector<std::string>;

Names at(double longitude, double latitude) {
    const Point place{longitude, latitude};
    return mgrs_squares({&place, 1});
}

TEST_CASE("the squares of real Sentinel-2 tiles") {
    // middles of tiles by their metadata
    CHECK(at(-11.427, 24.80) == Names{"29RKH"});
    CHECK(at(0.7775, 7.64) == Names{"31NBJ"});
    CHECK(at(-123.4, 37.45) == Names{"10SDG"});
    CHECK(at(93.2, 27.53) == Names{"46RER"});
    CHECK(at(21.003, 58.843) == Names{"34VEL"});
}

TEST_CASE("exceptions of the zones, and where the squares end") {
    CHECK(at(10.75, 59.91) == Names{"32VNM"});  // Oslo
    CHECK(at(15.6, 78.2) == Names{"33XWG"});    // Longyearbyen
    CHECK(at(0, 85).empty());
    CHECK(at(0, -81).empty());
}

TEST_CASE("squares of several places are sorted, each once") {
    const std::array<Point, 4> places = {{{93.2, 27.53}, {0.7775, 7.64}, {93.3, 27.53}, {0, 86}}};
    CHECK(mgrs_squares(places) == Names{"31NBJ", "46RER"});
}

}  // namespace
}  // namespace mineprint::geo
