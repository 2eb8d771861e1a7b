// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>

#include "mineprint/geo/pixel_spacing.hpp"
#include "test_main.hpp"

using namespace mineprint::geo;

namespace {

constexpr double earth_radius_m = 6378137;
constexpr double degrees = 180 / std::numbers::pi;

/// Inverse of EPSG:3857.
void from_web_mercator(std::span<Point> points) {
    for (Point& p : points) {
        p = {p.x / earth_radius_m * degrees, std::atan(std::sinh(p.y / earth_radius_m)) * degrees};
    }
}

}  // namespace

TEST_CASE("degrees become metres by the radii of curvature of WGS 84") {
    // N cos φ Δλ and M Δφ worked out in Python
    const Grid grid{"", 98, 60.000125, 0.00025, 0.00025, 4, 3};
    const GroundSize size = PixelSpacing(grid, {}, {}).window_m({1, 0, 2, 1});
    REQUIRE(size.width_m.size() == 2);
    CHECK(size.width_m[1] == Approx(13.950000393109036).epsilon(1e-8));
    CHECK(size.height_m[0] == Approx(27.85307186444486).epsilon(1e-8));
    const Grid equator{"", 179.9999, 0.000125, 0.00025, 0.00025, 1, 1};  // across 180°
    const GroundSize there = PixelSpacing(equator, {}, {}).window_m({0, 0, 1, 1});
    CHECK(there.width_m[0] == Approx(27.829872698318392).epsilon(1e-8));
    CHECK(there.height_m[0] == Approx(27.64356895539859).epsilon(1e-8));
}

TEST_CASE("a projection's scale is taken into account, and does not depend on the window") {
    const Grid grid{"", 11000000, 8399737.889818, 30, 30, 100, 100};  // about 60° north
    const PixelSpacing spacing(grid, {}, from_web_mercator);
    const GroundSize all = spacing.window_m({0, 0, 100, 100});
    // Web Mercator stretches by 1/cos φ of the sphere; along the parallel the ellipsoid has N for
    // R.
    CHECK(all.width_m[0] == Approx(30 * std::cos(60 / degrees) * 1.00252).epsilon(1e-4));
    const GroundSize part = spacing.window_m({17, 33, 40, 5});
    for (std::size_t row = 0; row < 5; ++row) {
        for (std::size_t column = 0; column < 40; ++column) {
            REQUIRE(part.width_m[row * 40 + column] == all.width_m[(row + 33) * 100 + column + 17]);
            REQUIRE(part.height_m[row * 40 + column] ==
                    all.height_m[(row + 33) * 100 + column + 17]);
        }
    }
    CHECK(spacing.window_m({-20, -3, 10, 2}).width_m[0] == Approx(all.width_m[0]).epsilon(1e-4));
}
