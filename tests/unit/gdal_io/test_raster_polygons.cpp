// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/gdal_io/raster_polygons.hpp"
#include "test_main.hpp"

using namespace mineprint;

namespace {

double area_of(const gdal_io::PolygonPart& part) {
    double area = 0;
    for (std::size_t r = 0; r < part.size(); ++r) {
        double twice = 0;
        for (std::size_t i = 0; i < part[r].size(); ++i) {
            const auto& a = part[r][i];
            const auto& b = part[r][(i + 1) % part[r].size()];
            twice += a.x * b.y - b.x * a.y;
        }
        area += (r == 0 ? 1 : -1) * std::abs(twice) / 2;
    }
    return area;
}

}  // namespace

TEST_CASE("patches become polygons of their own area", "[raster_polygons]") {
    // 1: a ring with a hole, in which there is a 2; another 2 meets a 2 at a corner only.
    const std::vector<std::string> rows = {"1110002", "1210020", "1110000"};
    raster::Raster<std::uint8_t> values(7, 3);
    for (std::int64_t row = 0; row < 3; ++row) {
        for (std::int64_t column = 0; column < 7; ++column) {
            values(row, column) = static_cast<std::uint8_t>(
                rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] - '0');
        }
    }
    const auto polygons = gdal_io::raster_polygons(values, {"", 1000, 500, 30, 20, 7, 3});
    REQUIRE(polygons.size() == 2);
    REQUIRE(polygons.at(1).size() == 1);
    REQUIRE(polygons.at(1)[0].size() == 2);
    CHECK(area_of(polygons.at(1)[0]) == Approx(8 * 600));
    REQUIRE(polygons.at(2).size() == 3);
    double sum = 0;
    for (const auto& part : polygons.at(2)) {
        sum += area_of(part);
    }
    CHECK(sum == Approx(3 * 600));
    for (const geo::Point& point : polygons.at(1)[0][0]) {
        CHECK((point.x >= 1000 && point.x <= 1090 && point.y <= 500 && point.y >= 440));
    }
}
