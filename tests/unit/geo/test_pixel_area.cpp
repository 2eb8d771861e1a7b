// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>
#include <numeric>

#include "mineprint/core/error.hpp"
#include "mineprint/geo/pixel_area.hpp"
#include "test_main.hpp"

using namespace mineprint;
using geo::Ellipsoid;
using geo::Grid;
using geo::PixelArea;
using geo::PixelWindow;
using geo::Point;

namespace {

/// Areas of cells of 1° on WGS 84, from their southern edge: numerical integration of M·N·cos φ
/// with scipy.integrate.quad to 1.2e-14, not the closed formula of the code.
struct Cell {
    double south_deg;
    double area_m2;
};
constexpr std::array<Cell, 11> cells = {{{-80, 2272439090.9631615},
                                         {-66, 5161483301.878225},
                                         {-52, 7725699592.584588},
                                         {-37, 9941644196.850544},
                                         {-20, 11620226389.08142},
                                         {-1, 12308463893.975351},
                                         {0, 12308463893.975351},
                                         {13, 11977560472.135649},
                                         {28, 10850336759.22594},
                                         {45, 8686494956.670414},
                                         {71, 3953128196.2150245}}};

double sum(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

constexpr double earth_radius_m = 6378137;
constexpr double degrees = 180 / std::numbers::pi;

/// Inverse of EPSG:3857, whose formulas are those of a sphere while its latitudes are geodetic.
void from_web_mercator(std::span<Point> points) {
    for (Point& p : points) {
        p = {p.x / earth_radius_m * degrees, std::atan(std::sinh(p.y / earth_radius_m)) * degrees};
    }
}

double web_mercator_y(double latitude_deg) {
    return earth_radius_m * std::asinh(std::tan(latitude_deg / degrees));
}

/// The 1° cell as one grid of Web Mercator with non-square pixels.
Grid web_mercator_cell(double south_deg, std::int64_t pixels) {
    const double west = 97 / degrees * earth_radius_m;
    const double east = 98 / degrees * earth_radius_m;
    const double south = web_mercator_y(south_deg);
    const double north = web_mercator_y(south_deg + 1);
    const auto count = static_cast<double>(pixels);
    return {"", west, north, (east - west) / count, (north - south) / count, pixels, pixels};
}

}  // namespace

TEST_CASE("geographic cells have the area of the ellipsoid") {
    for (const Cell& cell : cells) {
        CAPTURE(cell.south_deg);
        CHECK(geo::cell_area_m2({}, cell.south_deg, cell.south_deg + 1, 1) ==
              Approx(cell.area_m2).epsilon(1e-12));
        CHECK(geo::cell_area_m2({}, cell.south_deg + 1, cell.south_deg, 0.25) ==
              Approx(cell.area_m2 / 4).epsilon(1e-12));
        const Grid grid{"", 12, cell.south_deg + 1, 0.01, 0.02, 100, 50};
        CHECK(sum(PixelArea(grid, {}, {}).window_m2(grid.window())) ==
              Approx(cell.area_m2).epsilon(1e-11));
    }
}

TEST_CASE("the whole Earth has its area, also when a grid overhangs the poles") {
    // Integrated with scipy as above; the sphere is 4πR².
    CHECK(geo::cell_area_m2({}, -90, 90, 360) == Approx(510065621724088.44).epsilon(1e-12));
    CHECK(geo::cell_area_m2({6371000, 0}, -90, 90, 360) ==
          Approx(4 * std::numbers::pi * 6371000 * 6371000).epsilon(1e-12));
    const Grid grid{"", -180.25, 90.25, 0.5, 0.5, 720, 361};
    CHECK(sum(PixelArea(grid, {}, {}).window_m2(grid.window())) ==
          Approx(510065621724088.44).epsilon(1e-11));
}

TEST_CASE("Web-Mercator pixels add up to the ellipsoidal area of their cell") {
    // From pixels of 11 m (lattice of nodes) to 111 km (quadrature inside the pixel).
    const std::int64_t pixels = GENERATE(1, 4, 90, 150, 700);
    for (const Cell& cell : cells) {
        CAPTURE(cell.south_deg, pixels);
        const Grid grid = web_mercator_cell(cell.south_deg, pixels);
        const PixelArea areas(grid, {}, from_web_mercator);
        CHECK(sum(areas.window_m2(grid.window())) == Approx(cell.area_m2).epsilon(2e-7));
    }
}

TEST_CASE("each Web-Mercator pixel has its own area within 1e-7") {
    const Grid grid = web_mercator_cell(60, 300);
    const std::vector<double> areas =
        PixelArea(grid, {}, from_web_mercator).window_m2({100, 200, 3, 3});
    for (std::int64_t row = 0; row < 3; ++row) {
        std::array<Point, 2> edge = {Point{0, grid.y_at(static_cast<double>(200 + row))},
                                     Point{0, grid.y_at(static_cast<double>(201 + row))}};
        from_web_mercator(edge);
        const double truth = geo::cell_area_m2({}, edge[0].y, edge[1].y, 1.0 / 300);
        for (std::int64_t column = 0; column < 3; ++column) {
            CHECK(areas[static_cast<std::size_t>(row * 3 + column)] == Approx(truth).epsilon(1e-7));
        }
    }
}

TEST_CASE("a pixel's area does not depend on the window it is asked in") {
    const double pixel_m = GENERATE(10.0, 30.0, 450.0, 3000.0);
    const Grid grid{"", 1.2e7, 8.4e6, pixel_m, pixel_m, 300, 200};
    const PixelArea areas(grid, {}, from_web_mercator);
    const std::vector<double> whole = areas.window_m2(grid.window());
    for (const PixelWindow window :
         {PixelWindow{0, 0, 1, 1}, {7, 11, 64, 33}, {250, 190, 50, 10}}) {
        const std::vector<double> part = areas.window_m2(window);
        REQUIRE(part.size() == static_cast<std::size_t>(window.num_pixels()));
        for (std::int64_t row = 0; row < window.height; ++row) {
            for (std::int64_t column = 0; column < window.width; ++column) {
                const auto pixel = (window.row + row) * grid.width + window.column + column;
                REQUIRE(part[static_cast<std::size_t>(row * window.width + column)] ==
                        whole[static_cast<std::size_t>(pixel)]);
            }
        }
    }
}

TEST_CASE("places beyond the edge of the world have no area, a grid all beyond is an error") {
    const auto half_a_world = [](std::span<Point> points) {
        from_web_mercator(points);
        for (Point& p : points) {
            if (p.x > 180) {
                p = {std::nan(""), std::nan("")};
            }
        }
    };
    const double edge = earth_radius_m * std::numbers::pi;
    const Grid grid{"", edge - 10000, 500000, 1000, 1000, 20, 5};
    const std::vector<double> areas = PixelArea(grid, {}, half_a_world).window_m2(grid.window());
    CHECK(areas[0] > 9e5);
    CHECK(areas[19] == 0);
    const Grid beyond{"", edge + 10000, 500000, 1000, 1000, 20, 5};
    CHECK_THROWS_AS(PixelArea(beyond, {}, half_a_world), core::DataError);
}

TEST_CASE("no pixels, no areas") {
    const Grid grid{"", 0, 10, 1, 1, 10, 10};
    CHECK(PixelArea(grid, {}, {}).window_m2({3, 3, 0, 5}).empty());
}
