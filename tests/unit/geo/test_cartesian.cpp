// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/geo/cartesian.hpp"
#include "test_main.hpp"

namespace mineprint::geo {
namespace {

double apart(Point a, Point b) {
    const auto p = to_cartesian({}, a);
    const auto q = to_cartesian({}, b);
    return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

TEST_CASE("geocentric coordinates") {
    const auto equator = to_cartesian({}, {90, 0});
    CHECK(equator[0] == Approx(0).margin(1e-6));
    CHECK(equator[1] == Approx(6378137.0));
    const auto pole = to_cartesian({}, {12, 90});
    CHECK(pole[2] == Approx(6356752.314245).epsilon(1e-12));
    // one minute of latitude at 45°, 1852.196 m by the meridian's radius of curvature there
    CHECK(apart({7, 45 - 0.5 / 60}, {7, 45 + 0.5 / 60}) == Approx(1852.196).margin(0.001));
    CHECK(apart({179.999, 10}, {-179.999, 10}) == Approx(apart({0.001, 10}, {-0.001, 10})));
}

}  // namespace
}  // namespace mineprint::geo
