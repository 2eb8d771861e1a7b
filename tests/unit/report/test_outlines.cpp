// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/core/random.hpp"
#include "mineprint/report/outlines.hpp"
#include "test_main.hpp"

using namespace mineprint;
using report::clipped;
using report::simplified;

namespace {

double area_of(const geo::Ring& ring) {
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const auto& a = ring[i];
        const auto& b = ring[(i + 1) % ring.size()];
        twice += a.x * b.y - b.x * a.y;
    }
    return std::abs(twice) / 2;
}

geo::Ring circle(double x, double y, double radius, int num_points) {
    geo::Ring ring;
    for (int i = 0; i < num_points; ++i) {
        const double angle = 2 * M_PI * i / num_points;
        ring.push_back({x + radius * std::cos(angle), y + radius * std::sin(angle)});
    }
    return ring;
}

}  // namespace

TEST_CASE("a ring cut by a box keeps what lies inside", "[outlines]") {
    const geo::Ring square = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};
    CHECK(area_of(clipped(square, {5, 5, 20, 20})) == Approx(25));
    CHECK(area_of(clipped(square, {-5, 2, 20, 3})) == Approx(10));
    CHECK(area_of(clipped(square, {-1, -1, 11, 11})) == Approx(100));
    CHECK(clipped(square, {20, 20, 30, 30}).empty());
    // A quarter of a disc of radius 4 about a corner of the box.
    CHECK(area_of(clipped(circle(0, 0, 4, 4000), {0, 0, 9, 9})) == Approx(4 * M_PI).epsilon(1e-4));
}

TEST_CASE("a simplified ring stays within its tolerance", "[outlines]") {
    const geo::Ring ring = circle(3, -2, 50, 2000);
    for (const double tolerance : {0.01, 0.5, 4.0}) {
        const auto few = simplified(ring, tolerance);
        REQUIRE(few.size() >= 3);
        CHECK(few.size() < ring.size());
        // Every point of the circle is near some edge of what is left.
        for (const auto& p : ring) {
            double nearest = 1e9;
            for (std::size_t i = 0; i < few.size(); ++i) {
                const auto& a = few[i];
                const auto& b = few[(i + 1) % few.size()];
                const double length = std::hypot(b.x - a.x, b.y - a.y);
                const double along = std::clamp(
                    ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / (length * length),
                    0.0, 1.0);
                nearest = std::min(nearest, std::hypot(p.x - a.x - along * (b.x - a.x),
                                                       p.y - a.y - along * (b.y - a.y)));
            }
            CHECK(nearest <= tolerance + 1e-9);
        }
    }
    CHECK(simplified({{0, 0}, {1, 0}, {1, 1}}, 100).size() == 3);
}

TEST_CASE("outlines count tenths of cells from the upper left corner", "[outlines]") {
    const geo::Grid grid{"", 1000, 2000, 10, 10, 100, 50};
    const report::Cells cells{2, 50, 25};
    const geo::Polygon polygon{
        {{{1100, 1900}, {1200, 1900}, {1200, 1800}, {1100, 1800}, {1100, 1900}},
         {{0, 0}, {1, 0}, {1, 1}}}};
    const auto lines = report::outlines({polygon}, grid, cells, 0.1);
    REQUIRE(lines.size() == 1);  // the other ring lies outside
    CHECK(lines[0] == report::Outline{50, 50, 100, 50, 100, 100, 50, 100});
}
