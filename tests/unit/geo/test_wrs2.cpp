// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include "mineprint/geo/cartesian.hpp"
#include "mineprint/geo/polygon.hpp"
#include "mineprint/geo/wrs2.hpp"
#include "test_main.hpp"

namespace mineprint::geo {
namespace {

double apart_m(Point a, Point b) {
    const auto p = to_cartesian({}, a);
    const auto q = to_cartesian({}, b);
    return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

/// Scenes whose corners are those of their metadata.
struct RealScene {
    Wrs2Scene scene;
    std::array<Point, 4> corners;
};
const std::array<RealScene, 4> real_scenes = {
    {{{47, 27},
      {{{-124.2738, 48.5083}, {-121.8397, 48.0782}, {-122.5378, 46.3768}, {-124.8963, 46.8021}}}},
     {{21, 30},
      {{{-85.6749, 44.1430}, {-83.3310, 43.7970}, {-83.9033, 42.2181}, {-86.1911, 42.5467}}}},
     {{2, 26},
      {{{-54.2269, 49.8215}, {-54.8324, 48.2492}, {-52.3944, 47.8898}, {-51.7189, 49.4540}}}},
     {{10, 65},
      {{{-80.6768, -6.1909}, {-81.0523, -7.9237}, {-79.3930, -8.2779}, {-79.0269, -6.5404}}}}}};

TEST_CASE("the middles of real Landsat scenes") {
    for (const RealScene& real : real_scenes) {
        Point middle;
        for (const Point& corner : real.corners) {
            middle = {middle.x + corner.x / 4, middle.y + corner.y / 4};
        }
        CAPTURE(real.scene.path, real.scene.row);
        CHECK(apart_m(wrs2_centre(real.scene), middle) < 10000);
    }
}

TEST_CASE("what real Landsat scenes show") {
    for (const RealScene& real : real_scenes) {
        const Polygon outline{{Ring(real.corners.begin(), real.corners.end())}};
        const Extent box = outline.extent();
        int num_places = 0;
        int num_alike = 0;
        for (double x = box.xmin - 0.3; x < box.xmax + 0.3; x += 0.1) {
            for (double y = box.ymin - 0.3; y < box.ymax + 0.3; y += 0.1) {
                const Point place{x, y};
                const auto found = wrs2_scenes({&place, 1});
                const bool shown = std::ranges::find(found, real.scene) != found.end();
                ++num_places;
                num_alike += shown == outline.contains(place) ? 1 : 0;
            }
        }
        CAPTURE(real.scene.path, real.scene.row, num_places);
        CHECK(num_alike > 0.93 * num_places);
    }
}

TEST_CASE("every place below 81 degrees is on a scene, and neighbours overlap") {
    for (double latitude = -80; latitude <= 81; latitude += 11.5) {
        for (double longitude = -180; longitude < 180; longitude += 23.7) {
            const Point place{longitude, latitude};
            const auto found = wrs2_scenes({&place, 1});
            CAPTURE(longitude, latitude);
            CHECK(!found.empty());
            CHECK(std::ranges::is_sorted(found));
        }
    }
    const Point pole{0, 89};
    CHECK(wrs2_scenes({&pole, 1}).empty());
    // the first and the last path are neighbours
    const Point first = wrs2_centre({1, 40});
    const Point last = wrs2_centre({233, 40});
    CHECK(apart_m(first, last) < 160000);
}

}  // namespace
}  // namespace mineprint::geo
