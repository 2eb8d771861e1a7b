// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numbers>

#include "mineprint/zones/derived_layer.hpp"
#include "mineprint/zones/distance.hpp"
#include "test_main.hpp"

namespace mineprint::zones {
namespace {

const geo::Grid grid{"", 1000, 5000, 10, 10, 70, 50};
const geo::Polygon shape{{{{1153, 4812}, {1187, 4655}, {1402, 4630}, {1313, 4790}},
                          {{1230, 4700}, {1290, 4700}, {1290, 4740}, {1230, 4740}}}};

MetricWindow plane(const geo::PixelWindow& window, double metres_per_unit) {
    const std::vector<double> areas(std::size_t(window.num_pixels()),
                                    100 * metres_per_unit * metres_per_unit);
    return metric_window(grid, window, {}, areas);
}

double distance(geo::Point p, geo::Point a, geo::Point b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double t =
        std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
    return std::hypot(a.x + t * dx - p.x, a.y + t * dy - p.y);
}

bool brute_near(geo::Point p, double metres) {
    for (const geo::Ring& ring : shape.rings) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            if (distance(p, ring[i], ring[(i + 1) % ring.size()]) <= metres) {
                return true;
            }
        }
    }
    return false;
}

TEST_CASE("pixels near the edges of polygons, for every window") {
    const std::vector<geo::Polygon> shapes{shape};
    const double metres = GENERATE(8.0, 55.0, 140.0);
    const double scale = GENERATE(1.0, 0.5);
    for (const geo::PixelWindow& window :
         {geo::PixelWindow{0, 0, 70, 50}, geo::PixelWindow{13, 9, 31, 1},
          geo::PixelWindow{20, 20, 17, 23}}) {
        const auto near = near_edges(shapes, metres * scale, plane(window, scale));
        std::int64_t num_wrong = 0;
        for (std::int64_t row = 0; row < window.height; ++row) {
            for (std::int64_t column = 0; column < window.width; ++column) {
                const auto p = grid.centre_of(window.column + column, window.row + row);
                num_wrong += (near(row, column) != 0) != brute_near(p, metres);
            }
        }
        CHECK(num_wrong == 0);
    }
}

TEST_CASE("in a geographic grid lengths are those of the ellipsoid") {
    const geo::Grid lonlat{"", 20, 61, 0.001, 0.001, 100, 100};
    const std::vector<double> areas(10000, 1);
    const auto metric = metric_window(lonlat, lonlat.window(), {true, {}}, areas);
    // at 60.95°: N cos φ and M in metres per degree (Snyder 1987, eq. 4-20 and 4-19)
    const double latitude = lonlat.centre_of(0, 50).y * std::numbers::pi / 180;
    const double e2 = 0.00669437999014;
    const double w = std::sqrt(1 - e2 * std::pow(std::sin(latitude), 2));
    CHECK(metric.x_scale[5000] ==
          Approx(6378137 / w * std::cos(latitude) * std::numbers::pi / 180).epsilon(1e-6));
    CHECK(metric.y_scale[5000] ==
          Approx(6378137 * (1 - e2) / (w * w * w) * std::numbers::pi / 180).epsilon(1e-6));
}

TEST_CASE("derived layers share out every pixel") {
    ZoneLayer sides{"sides", {{"A", "", {}}, {"B", "", {}}}, false};
    sides.zones[0].parts.push_back({{{{1000, 4500}, {1350, 4500}, {1350, 5000}, {1000, 5000}}}});
    sides.zones[1].parts.push_back({{{{1350, 4500}, {1600, 4500}, {1600, 5000}, {1350, 5000}}}});
    ZoneLayer park{"park", {{"P", "", {shape}}}, false};
    const std::vector<ZoneLayer> layers{ZoneLayer::region("all"), sides, park};
    std::vector<raster::Raster<std::int32_t>> rasters;
    for (const ZoneLayer& layer : layers) {
        rasters.push_back(zone_raster(layer, grid, grid.window()));
    }
    const auto metric = plane(grid.window(), 1);
    const auto count = [](const auto& raster, std::int32_t zone) {
        return std::ranges::count(raster.values(), zone);
    };
    const auto crossed = DerivedLayer::cross("c", 1, 2, layers);
    REQUIRE(crossed.zones.size() == 6);
    CHECK(crossed.zones[1].code == "A*outside");
    const auto cross = derived_raster(crossed, layers, rasters, metric);
    for (std::size_t pixel = 0; pixel < cross.size(); ++pixel) {
        const std::int32_t a = rasters[1][pixel] < 0 ? 2 : rasters[1][pixel];
        const std::int32_t b = rasters[2][pixel] < 0 ? 1 : 0;
        REQUIRE(cross[pixel] == a * 2 + b);
    }
    const auto buffer = derived_raster(DerivedLayer::buffer("b", 2, 55), layers, rasters, metric);
    CHECK(count(buffer, 0) == count(rasters[2], 0));
    CHECK(count(buffer, 1) > 0);
    CHECK(count(buffer, 0) + count(buffer, 1) + count(buffer, 2) == 70 * 50);
    const auto pair = DerivedLayer::pair("p", 1, {"A", "B"}, {100, 200}, layers);
    REQUIRE(pair.zones.size() == 7);
    CHECK(pair.zones[0].code == "A:0-100");
    CHECK(pair.zones[5].code == "B:200-");
    const auto bands = derived_raster(pair, layers, rasters, metric);
    for (std::int64_t column = 0; column < 70; ++column) {
        const double x = grid.centre_of(column, 10).x;
        const std::int32_t expected = x > 1600   ? 6
                                      : x > 1550 ? 5
                                      : x > 1450 ? 4
                                      : x > 1350 ? 3
                                      : x > 1250 ? 0
                                      : x > 1150 ? 1
                                                 : 2;
        CHECK(bands(10, column) == expected);
    }
    CHECK_THROWS_WITH(DerivedLayer::pair("p", 1, {"A", "C"}, {100}, layers),
                      Catch::Matchers::Contains("has no zone 'C'"));
}

}  // namespace
}  // namespace mineprint::zones
