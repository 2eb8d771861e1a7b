// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "test_main.hpp"

using namespace mineprint;
using gdal_io::SourceMap;
using geo::Grid;
using geo::PixelWindow;
using geo::Point;
using raster::Raster;

namespace {

Grid utm_grid(double origin_x, double origin_y, double pixel, std::int64_t width,
              std::int64_t height, const char* crs = "EPSG:32647") {
    return {gdal_io::crs_to_wkt(crs), origin_x, origin_y, pixel, pixel, width, height};
}

constexpr std::int32_t outside = -1;

/// Each pixel's number in the source, put on the target; -1 where there is none.
Raster<std::int32_t> source_pixels(const Grid& source, const Grid& target,
                                   const PixelWindow& window) {
    const SourceMap map(source, target, window);
    const PixelWindow needed = map.source_window();
    REQUIRE(geo::intersection(needed, source.window()) == needed);
    Raster<std::int32_t> numbers(needed.width, needed.height);
    for (std::int64_t row = 0; row < needed.height; ++row) {
        for (std::int64_t column = 0; column < needed.width; ++column) {
            numbers(row, column) = static_cast<std::int32_t>((needed.row + row) * source.width +
                                                             needed.column + column);
        }
    }
    return map.apply(numbers, outside);
}

/// The exact place of each target centre in the source, all points through PROJ.
std::vector<Point> exact_places(const Grid& source, const Grid& target, const PixelWindow& window) {
    std::vector<Point> points;
    for (std::int64_t row = window.row; row < window.row + window.height; ++row) {
        for (std::int64_t column = window.column; column < window.column + window.width; ++column) {
            points.push_back(target.centre_of(column, row));
        }
    }
    gdal_io::transform(points, target.crs_wkt, source.crs_wkt);
    for (Point& point : points) {
        point = {source.column_at(point.x), source.row_at(point.y)};
    }
    return points;
}

/// How far outside the chosen source pixel the target's centre lies, in source pixels.
double distance_to_pixel(const Point& place, std::int32_t pixel, const Grid& source) {
    const auto column = static_cast<double>(pixel % source.width);
    const auto row = static_cast<double>(pixel / source.width);
    return std::max(
        {column - place.x, place.x - column - 1, row - place.y, place.y - row - 1, 0.0});
}

void check_places(const Grid& source, const Grid& target) {
    const PixelWindow window{37, 21, 250, 120};
    const auto pixels = source_pixels(source, target, window);
    const auto places = exact_places(source, target, window);
    double worst = 0;
    int num_found = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (pixels[i] != outside) {
            worst = std::max(worst, distance_to_pixel(places[i], pixels[i], source));
            ++num_found;
        }
    }
    CHECK(num_found > 20000);
    CHECK(worst < 1e-5);
}

}  // namespace

TEST_CASE("lattices shifted by whole pixels are copied without resampling") {
    const Grid source = utm_grid(500000, 4000000, 30, 50, 40);
    const Grid target = utm_grid(500000 + 30 * 10, 4000000 + 30 * 5, 30, 60, 60);
    const PixelWindow window{0, 0, 60, 60};
    const SourceMap map(source, target, window);
    CHECK(map.aligned());
    CHECK(map.source_window() == PixelWindow{10, 0, 40, 40});
    const auto pixels = source_pixels(source, target, window);
    CHECK(pixels(0, 0) == outside);
    CHECK(pixels(5, 0) == 10);
    CHECK(pixels(44, 39) == 39 * 50 + 49);
    CHECK(pixels(45, 39) == outside);
    CHECK(pixels(44, 40) == outside);
}

TEST_CASE("rounding in the origin of a lattice does not make it another lattice") {
    const Grid source = utm_grid(500000, 4000000, 30, 50, 40);
    CHECK(SourceMap(source, utm_grid(500030.00001, 3999970, 30, 9, 9), {0, 0, 9, 9}).aligned());
    CHECK(SourceMap(source, utm_grid(500030, 3999970, 30 * (1 + 1e-11), 9, 9), {0, 0, 9, 9})
              .aligned());
    CHECK_FALSE(SourceMap(source, utm_grid(500030.01, 3999970, 30, 9, 9), {0, 0, 9, 9}).aligned());
    CHECK_FALSE(SourceMap(source, utm_grid(500000, 4000000, 30.001, 9, 9), {0, 0, 9, 9}).aligned());
    CHECK_FALSE(SourceMap(source, utm_grid(500000, 4000000, 30, 9, 9, "EPSG:32646"), {0, 0, 9, 9})
                    .aligned());
}

TEST_CASE("on one CRS a target takes the source pixel that holds its centre") {
    const Grid source = utm_grid(500003, 4000001, 20, 50, 50);
    const Grid target = utm_grid(499900, 4000100, 30, 40, 40);
    const PixelWindow window{3, 2, 37, 38};
    const auto pixels = source_pixels(source, target, window);
    for (std::int64_t row = 0; row < window.height; ++row) {
        for (std::int64_t column = 0; column < window.width; ++column) {
            const Point centre = target.centre_of(window.column + column, window.row + row);
            const double x = std::floor(source.column_at(centre.x));
            const double y = std::floor(source.row_at(centre.y));
            const bool inside = x >= 0 && y >= 0 && x < 50 && y < 50;
            REQUIRE(pixels(row, column) ==
                    (inside ? static_cast<std::int32_t>(y * 50 + x) : outside));
        }
    }
}

TEST_CASE("centres on the border of two source pixels always take the right and the lower one") {
    // Pixels of 0.1 are not exact in binary: without care, floor would go either way.
    const Grid source{gdal_io::crs_to_wkt("EPSG:4326"), 10, 50, 0.1, 0.1, 60, 60};
    const Grid target{source.crs_wkt, 10.05, 49.95, 0.1, 0.1, 50, 50};
    const auto pixels = source_pixels(source, target, {0, 0, 50, 50});
    for (std::int32_t row = 0; row < 50; ++row) {
        for (std::int32_t column = 0; column < 50; ++column) {
            REQUIRE(pixels(row, column) == (row + 1) * 60 + column + 1);
        }
    }
}

TEST_CASE("across CRSs each centre lies in the source pixel it takes") {
    const auto lonlat = gdal_io::crs_to_wkt("EPSG:4326");
    const Grid degrees{lonlat, 98.4, 26, 0.00027, 0.00027, 400, 300};
    SECTION("neighbouring UTM zones") {
        check_places(utm_grid(100000, 2920000, 30, 3000, 3000, "EPSG:32648"),
                     utm_grid(700000, 2900000, 30, 400, 300));
    }
    SECTION("UTM to degrees") { check_places(utm_grid(400000, 2900000, 30, 3000, 3000), degrees); }
    SECTION("degrees to UTM") {
        const Grid source{lonlat, 98, 27, 0.00027, 0.00027, 9000, 9000};
        check_places(source, utm_grid(450000, 2880000, 30, 400, 300));
    }
    SECTION("coarse target pixels, over which no bilinear interpolation would do") {
        const Grid target{lonlat, 97, 27, 0.02, 0.02, 300, 150};
        check_places(utm_grid(200000, 3000000, 100, 8000, 8000), target);
    }
    SECTION("two datums with several ways between them") {
        const Grid source{
            gdal_io::crs_to_wkt("EPSG:4267"), -117.2, 37.2, 0.00027, 0.00027, 3000, 3000};
        check_places(source, utm_grid(500000, 4100000, 30, 300, 300, "EPSG:32611"));
    }
}

TEST_CASE("a pixel takes the same source pixel in every window that holds it") {
    const Grid source = utm_grid(100000, 2920000, 30, 3000, 3000, "EPSG:32648");
    const Grid target = utm_grid(700000, 2900000, 30, 400, 300);
    const auto whole = source_pixels(source, target, target.window());
    CHECK(std::ranges::count(whole.values(), outside) < 1000);
    for (const PixelWindow window :
         {PixelWindow{0, 0, 16, 16}, {13, 7, 100, 90}, {255, 255, 1, 1}, {390, 290, 10, 10}}) {
        const auto part = source_pixels(source, target, window);
        for (std::int64_t row = 0; row < window.height; ++row) {
            for (std::int64_t column = 0; column < window.width; ++column) {
                REQUIRE(part(row, column) == whole(window.row + row, window.column + column));
            }
        }
    }
}

TEST_CASE("rasters that do not meet need nothing of the source") {
    const Grid source = utm_grid(500000, 4000000, 30, 50, 40);
    for (const char* crs : {"EPSG:32647", "EPSG:32648"}) {
        for (const double pixel : {30.0, 31.0}) {
            const Grid far_away = utm_grid(700000, 5000000, pixel, 20, 20, crs);
            const SourceMap map(source, far_away, {0, 0, 20, 20});
            CHECK(map.source_window().empty());
            CHECK(map.apply(Raster<float>(), 7.0F) == Raster<float>(20, 20, 7.0F));
        }
    }
}

TEST_CASE("where the other CRS ends, pixels have no source") {
    // Web Mercator has no poles.
    const Grid source{gdal_io::crs_to_wkt("EPSG:3857"), -2e7, 2e7, 1e5, 1e5, 400, 400};
    const Grid target{gdal_io::crs_to_wkt("EPSG:4326"), -20, 100, 1, 1, 40, 40};
    const auto pixels = source_pixels(source, target, target.window());
    CHECK(pixels(0, 10) == outside);
    CHECK(pixels(39, 10) != outside);
}

TEST_CASE("a missing CRS and a raster of another size are refused") {
    const Grid good = utm_grid(500000, 4000000, 30, 50, 40);
    Grid bare = good;
    bare.crs_wkt.clear();
    CHECK_THROWS_AS(SourceMap(bare, good, {0, 0, 5, 5}), core::DataError);
    CHECK_THROWS_AS(SourceMap(good, bare, {0, 0, 5, 5}), core::DataError);
    const SourceMap map(good, good, {0, 0, 5, 5});
    CHECK_THROWS_AS(map.apply(Raster<float>(4, 5), 0.0F), core::RunError);
}
