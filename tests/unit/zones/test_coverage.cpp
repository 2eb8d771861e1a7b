// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <map>

#include "mineprint/zones/coverage.hpp"
#include "test_main.hpp"

namespace mineprint::zones {
namespace {

const geo::Grid grid{"", 100, 200, 2, 3, 20, 15};

geo::Point at(double column, double row) { return {grid.x_at(column), grid.y_at(row)}; }

ZoneLayer layer_of(std::vector<std::vector<geo::Polygon>> zones) {
    ZoneLayer layer;
    layer.name = "test";
    for (auto& parts : zones) {
        layer.zones.push_back({std::to_string(layer.zones.size()), "", std::move(parts)});
    }
    return layer;
}

/// Part of each pixel by zone; what is not divided goes by the centre.
std::map<std::int32_t, double> totals_of(const ZoneLayer& layer, std::int64_t tile_size) {
    std::map<std::int32_t, double> totals;
    for (std::int64_t row = 0; row < grid.height; row += tile_size) {
        for (std::int64_t column = 0; column < grid.width; column += tile_size) {
            const geo::PixelWindow window{column, row, std::min(tile_size, grid.width - column),
                                          std::min(tile_size, grid.height - row)};
            const LayerCoverage coverage = coverage_of(layer, grid, window);
            const auto zones = zone_raster(layer, grid, window);
            std::map<std::int32_t, double> per_pixel;
            for (const PartialPixel& part : coverage.parts) {
                totals[part.zone] += part.fraction;
                per_pixel[part.pixel] += part.fraction;
            }
            for (const auto& [pixel, sum] : per_pixel) {
                CHECK(sum == Approx(1).epsilon(1e-12));
                CHECK(coverage.divided[std::size_t(pixel)] == 1);
            }
            for (std::size_t pixel = 0; pixel < zones.size(); ++pixel) {
                if (coverage.divided[pixel] == 0) {
                    totals[zones[pixel] == outside ? std::int32_t(layer.zones.size())
                                                   : zones[pixel]] += 1;
                }
            }
        }
    }
    return totals;
}

TEST_CASE("a triangle covers its area, for every tiling") {
    const geo::Polygon triangle{{{at(2.3, 12.6), at(17.9, 9.4), at(6.1, 1.2)}}};
    const double area = 0.5 * std::abs((17.9 - 2.3) * (1.2 - 12.6) - (6.1 - 2.3) * (9.4 - 12.6));
    for (const std::int64_t tile_size : {3, 7, 20}) {
        const auto totals = totals_of(layer_of({{triangle}}), tile_size);
        CHECK(totals.at(0) == Approx(area).epsilon(1e-12));
        CHECK(totals.at(1) == Approx(20 * 15 - area).epsilon(1e-12));
    }
}

TEST_CASE("fractions of single pixels") {
    // the left quarter of pixel (3, 2), and half of pixel (4, 2) by its diagonal
    const geo::Polygon quarter{{{at(3, 2), at(3, 3), at(3.25, 3), at(3.25, 2)}}};
    const geo::Polygon half{{{at(4, 2), at(4, 3), at(5, 3)}}};
    const LayerCoverage coverage = coverage_of(layer_of({{quarter}, {half}}), grid, grid.window());
    std::map<std::pair<int, int>, double> parts;
    for (const PartialPixel& part : coverage.parts) {
        parts[{part.pixel, part.zone}] = part.fraction;
    }
    CHECK(parts.at({2 * 20 + 3, 0}) == Approx(0.25));
    CHECK(parts.at({2 * 20 + 3, 2}) == Approx(0.75));
    CHECK(parts.at({2 * 20 + 4, 1}) == Approx(0.5));
}

TEST_CASE("holes, parts outside the grid, and neighbours that share an edge") {
    const geo::Polygon left{{{at(-5, -5), at(-5, 30), at(8.5, 30), at(11.5, -5)},
                             {at(3.5, 4.5), at(6.5, 4.5), at(6.5, 8.5), at(3.5, 8.5)}}};
    const geo::Polygon right{{{at(11.5, -5), at(8.5, 30), at(40, 30), at(40, -5)}}};
    // x of the border where the grid begins and ends, and the area left of it
    const double top = 11.5 - 3.0 * 5 / 35;
    const double bottom = 11.5 - 3.0 * 20 / 35;
    const double area_left = 0.5 * (top + bottom) * 15;
    for (const std::int64_t tile_size : {4, 20}) {
        const auto totals = totals_of(layer_of({{left}, {right}}), tile_size);
        CHECK(totals.at(0) == Approx(area_left - 12).epsilon(1e-12));
        CHECK(totals.at(1) == Approx(300 - area_left).epsilon(1e-12));
        CHECK(totals.at(2) == Approx(12).epsilon(1e-12));
    }
}

TEST_CASE("where zones overlap the first one wins, and a pixel is never shared out twice") {
    const geo::Polygon first{{{at(1, 1), at(1, 6), at(6.5, 6), at(6.5, 1)}}};
    const geo::Polygon second{{{at(4.5, 1), at(4.5, 6), at(9, 6), at(9, 1)}}};
    const auto totals = totals_of(layer_of({{first}, {second}}), 20);
    CHECK(totals.at(0) == Approx(5.5 * 5));
    CHECK(totals.at(1) == Approx(2.5 * 5));
    // two features of one zone that overlap count once
    const auto same = totals_of(layer_of({{first, second}}), 20);
    CHECK(same.at(0) == Approx(8 * 5));
}

}  // namespace
}  // namespace mineprint::zones
