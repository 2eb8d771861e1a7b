// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numeric>

#include "mineprint/core/error.hpp"
#include "mineprint/core/parallel_for.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "test_main.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using geo::Grid;
using geo::Point;

namespace {

Grid square_grid(const char* crs, double xmin, double ymax, double side, std::int64_t pixels) {
    const double pixel = side / static_cast<double>(pixels);
    return {gdal_io::crs_to_wkt(crs), xmin, ymax, pixel, pixel, pixels, pixels};
}

double area_of(const Grid& grid) {
    const std::vector<double> areas = gdal_io::pixel_area(grid).window_m2(grid.window());
    return std::accumulate(areas.begin(), areas.end(), 0.0);
}

}  // namespace

TEST_CASE("a CRS has one name however it is written") {
    const std::string utm = gdal_io::crs_to_wkt("EPSG:32647");
    CHECK(gdal_io::crs_name(utm) == "EPSG:32647");
    const std::string proj =
        gdal_io::crs_to_wkt("+proj=utm +zone=47 +datum=WGS84 +units=m +no_defs");
    CHECK(gdal_io::crs_name(proj) == "EPSG:32647");
    CHECK(gdal_io::same_crs(utm, proj));
    CHECK_FALSE(gdal_io::same_crs(utm, gdal_io::crs_to_wkt("EPSG:32646")));
    CHECK_FALSE(gdal_io::same_crs(utm, gdal_io::crs_to_wkt("EPSG:4326")));
    const std::string own = gdal_io::crs_to_wkt(
        "+proj=lcc +lat_1=10 +lat_2=20 +lat_0=15 +lon_0=98.3 +datum=WGS84 +units=m");
    CHECK_FALSE(gdal_io::crs_name(own).empty());
    CHECK_FALSE(gdal_io::same_crs(own, utm));
}

TEST_CASE("the vertical part of a CRS does not matter") {
    CHECK(gdal_io::same_crs(gdal_io::crs_to_wkt("EPSG:32618+5703"),
                            gdal_io::crs_to_wkt("EPSG:32618")));
    CHECK(gdal_io::same_crs(gdal_io::crs_to_wkt("EPSG:4979"), gdal_io::crs_to_wkt("EPSG:4326")));
}

TEST_CASE("what is no CRS is refused with the text in the message") {
    const char* text = GENERATE("", "EPSG:99999", "not a CRS", "/etc/hostname",
                                "https://example.org/crs", "LOCAL_CS[\"flat\"]");
    CAPTURE(text);
    CHECK_THROWS_AS(gdal_io::crs_to_wkt(text), core::DataError);
    CHECK_THROWS_WITH(gdal_io::crs_to_wkt(text), Contains(std::string("'") + text + "'"));
}

TEST_CASE("geographic CRSs are told from projected ones, ellipsoids are found") {
    CHECK(gdal_io::is_geographic(gdal_io::crs_to_wkt("EPSG:4326")));
    CHECK_FALSE(gdal_io::is_geographic(gdal_io::crs_to_wkt("EPSG:3857")));
    const auto wgs84 = gdal_io::ellipsoid_of(gdal_io::crs_to_wkt("EPSG:32721"));
    CHECK(wgs84.semi_major_m == 6378137);
    CHECK(1 / wgs84.flattening == Approx(298.257223563).epsilon(1e-12));
    const auto clarke = gdal_io::ellipsoid_of(gdal_io::crs_to_wkt("EPSG:4267"));
    CHECK(clarke.semi_major_m == Approx(6378206.4));
    const auto sphere = gdal_io::ellipsoid_of(gdal_io::crs_to_wkt("+proj=sinu +R=6371007.181"));
    CHECK(sphere.flattening == 0);
    CHECK(sphere.semi_major_m == Approx(6371007.181));
}

TEST_CASE("points come out with x east and y north") {
    // Krüger's series to the fourth power of the third flattening, worked out in Python.
    std::vector<Point> points = {{98.53, 25.89}, {99, 0}};
    const std::string lonlat = gdal_io::crs_to_wkt("EPSG:4326");
    const std::string utm = gdal_io::crs_to_wkt("EPSG:32647");
    gdal_io::transform(points, lonlat, utm);
    CHECK(points[0].x == Approx(452919.448276).margin(1e-3));
    CHECK(points[0].y == Approx(2863586.445056).margin(1e-3));
    CHECK(points[1].x == Approx(500000).epsilon(1e-12));
    CHECK(points[1].y == Approx(0).margin(1e-6));
    gdal_io::transform(points, utm, lonlat);
    CHECK(points[0].x == Approx(98.53).epsilon(1e-11));
    CHECK(points[0].y == Approx(25.89).epsilon(1e-11));
}

TEST_CASE("a point without a place in the other CRS is an error that names it") {
    std::vector<Point> points = {{10, 95}};
    CHECK_THROWS_AS(gdal_io::transform(points, gdal_io::crs_to_wkt("EPSG:4326"),
                                       gdal_io::crs_to_wkt("EPSG:3857")),
                    core::DataError);
    CHECK_THROWS_WITH(gdal_io::transform(points, gdal_io::crs_to_wkt("EPSG:4326"),
                                         gdal_io::crs_to_wkt("EPSG:3857")),
                      Contains("(10, 95)"));
}

TEST_CASE("longitude and latitude come in degrees, on the CRS's own datum") {
    CHECK_FALSE(gdal_io::to_lonlat(gdal_io::crs_to_wkt("EPSG:4326")));
    // NTF (Paris) counts in gon.
    const auto paris = gdal_io::to_lonlat(gdal_io::crs_to_wkt("EPSG:4807"));
    std::vector<Point> points = {{10, 50}};
    paris(points);
    CHECK(points[0].x == Approx(9));
    CHECK(points[0].y == Approx(45));
    const auto utm = gdal_io::to_lonlat(gdal_io::crs_to_wkt("EPSG:32647"));
    points = {{500000, 0}, {1e30, 1e30}};
    utm(points);
    CHECK(points[0].x == Approx(99));
    CHECK(points[0].y == Approx(0).margin(1e-9));
    CHECK(std::isnan(points[1].x));
}

TEST_CASE("pixel areas of a grid add up to the ellipsoidal area of its outline") {
    struct Outline {
        const char* crs;
        double xmin;
        double ymax;
        double side;
        double area_m2;
    };
    // The outline in 80 000 steps through PROJ, then Green's theorem with the authalic latitude
    // function in numpy: a line integral, where the code works with the scale at nodes.
    const Outline outline =
        GENERATE(Outline{"EPSG:32647", 250000, 2880000, 30000, 899491052.8218861},
                 Outline{"EPSG:32618", 166000, 30000, 30000, 898452454.8059286},
                 Outline{"EPSG:32721", 480000, 3330000, 30000, 900718223.5755706},
                 Outline{"EPSG:32633", 560000, 8930000, 30000, 900594936.4134789},
                 Outline{"EPSG:6933", 1000000, 3030000, 30000, 900000000.8028793},
                 Outline{"EPSG:5070", -100000, 1530000, 30000, 899999998.995271},
                 Outline{"EPSG:3031", -15000, 15000, 30000, 951091314.6875},
                 Outline{"EPSG:3857", 1000000, 8430000, 30000, 224824604.46111298},
                 Outline{"EPSG:2263", 900000, 250000, 100000, 929036722.6659733});  // feet
    CAPTURE(outline.crs);
    for (const std::int64_t pixels : {1000, 17, 1}) {
        CAPTURE(pixels);
        const Grid grid =
            square_grid(outline.crs, outline.xmin, outline.ymax, outline.side, pixels);
        CHECK(area_of(grid) == Approx(outline.area_m2).epsilon(3e-8));
    }
}

TEST_CASE("geographic grids in gon have the area of their cell in degrees") {
    const Grid grid{gdal_io::crs_to_wkt("EPSG:4807"), 1, 50, 0.001, 0.001, 100, 100};
    const auto clarke = gdal_io::ellipsoid_of(grid.crs_wkt);
    CHECK(area_of(grid) ==
          Approx(geo::cell_area_m2(clarke, 49.9 * 0.9, 50 * 0.9, 0.09)).epsilon(1e-8));
}

TEST_CASE("areas are the same from several threads") {
    const Grid grid = square_grid("EPSG:32647", 250000, 2880000, 30000, 1000);
    const auto areas = gdal_io::pixel_area(grid);
    const auto expected = areas.window_m2({100, 100, 200, 100});
    std::vector<int> equal(8);
    core::parallel_for(0, 8, 4, [&](std::int64_t i) {
        equal[static_cast<std::size_t>(i)] = areas.window_m2({100, 100, 200, 100}) == expected;
    });
    CHECK(equal == std::vector<int>(8, 1));
}

TEST_CASE("areas need a CRS that has them") {
    CHECK_THROWS_AS(gdal_io::pixel_area(Grid{"", 0, 0, 30, 30, 10, 10}), core::DataError);
    const Grid nowhere{gdal_io::crs_to_wkt("EPSG:32647"), 1e12, 1e12, 30, 30, 10, 10};
    CHECK_THROWS_AS(gdal_io::pixel_area(nowhere), core::DataError);
}

TEST_CASE("a CRS is the same by its code, in whichever way its WKT is written") {
    namespace gdal_io = mineprint::gdal_io;
    const std::string coded = gdal_io::crs_to_wkt("EPSG:32647");
    CHECK(gdal_io::crs_identity(coded) == "EPSG:32647");
    const std::string own = gdal_io::crs_to_wkt("+proj=laea +lat_0=10 +lon_0=20 +datum=WGS84");
    CHECK(gdal_io::crs_identity(own) == own);
}
