// SPDX-License-Identifier: Apache-2.0
#include "mineprint/geo/grid.hpp"
#include "test_main.hpp"

using namespace mineprint::geo;

namespace {

const Grid landsat{"", 499980, 4200000, 30, 30, 100, 80};

}  // namespace

TEST_CASE("whole column numbers are pixel edges and halves are centres") {
    CHECK(landsat.x_at(0) == 499980);
    CHECK(landsat.y_at(0) == 4200000);
    CHECK(landsat.y_at(80) == 4200000 - 80 * 30);
    CHECK(landsat.centre_of(0, 0) == Point{499995, 4199985});
    CHECK(landsat.centre_of(99, 79) == Point{499980 + 2985, 4200000 - 2385});
    CHECK(landsat.column_at(landsat.x_at(17.25)) == 17.25);
    CHECK(landsat.row_at(landsat.y_at(79.5)) == 79.5);
}

TEST_CASE("a grid's extent runs from its lower left to its upper right corner") {
    CHECK(landsat.extent() == Extent{499980, 4197600, 502980, 4200000});
    CHECK(landsat.extent_of({10, 20, 5, 2}) == Extent{500280, 4199340, 500430, 4199400});
}

TEST_CASE("a cut grid keeps the lattice") {
    const Grid part = landsat.cut({-3, 7, 10, 20});
    CHECK(part.width == 10);
    CHECK(part.height == 20);
    CHECK(part.centre_of(0, 0) == landsat.centre_of(-3, 7));
    CHECK(part.centre_of(9, 19) == landsat.centre_of(6, 26));
}

TEST_CASE("two windows share the box that lies in both") {
    CHECK(intersection({0, 0, 10, 10}, {5, 7, 10, 10}) == PixelWindow{5, 7, 5, 3});
    CHECK(intersection({-5, -5, 10, 10}, {0, 0, 3, 3}) == PixelWindow{0, 0, 3, 3});
    CHECK(intersection({0, 0, 10, 10}, {10, 0, 5, 5}).empty());
    CHECK(intersection({0, 0, 10, 10}, {50, 50, 5, 5}).num_pixels() == 0);
}

TEST_CASE("extents that only touch do not intersect") {
    const Extent a{0, 0, 10, 10};
    CHECK(a.intersects({9, 9, 20, 20}));
    CHECK_FALSE(a.intersects({10, 0, 20, 10}));
    CHECK(a.contains({10, 10}));
    CHECK_FALSE(a.contains({10.001, 5}));
}
