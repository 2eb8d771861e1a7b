// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/sampling/split_units.hpp"
#include "test_main.hpp"

using namespace mineprint::sampling;
namespace geo = mineprint::geo;
using Pixels = std::vector<LabelledPixel>;
using Units = std::vector<std::uint64_t>;

namespace {

LabelledPixel pixel(std::uint16_t epoch, std::int64_t row, std::int64_t column,
                    std::uint32_t group) {
    return {.column = column, .row = row, .epoch = epoch, .group = group};
}

ReferenceOptions split_by(SplitBy unit, double block_size_m = 3000) {
    ReferenceOptions options;
    options.split_by = unit;
    options.block_size_m = block_size_m;
    return options;
}

std::size_t num_units(const Units& units) { return std::set(units.begin(), units.end()).size(); }

/// One pixel at each place of a grid.
Pixels all_pixels(const geo::Grid& grid) {
    Pixels pixels;
    for (std::int64_t row = 0; row < grid.height; ++row) {
        for (std::int64_t column = 0; column < grid.width; ++column) {
            pixels.push_back(pixel(0, row, column, 0));
        }
    }
    return pixels;
}

}  // namespace

TEST_CASE("by sample a place is a unit, the same at all epochs") {
    const geo::Grid grid{"", 0, 0, 30, 30, 100000, 100000};
    const Units units = split_units(Pixels{pixel(0, 1, 2, 7), pixel(0, 2, 1, 7), pixel(1, 1, 2, 8)},
                                    grid, split_by(SplitBy::sample));
    CHECK(units[0] == units[2]);
    CHECK(units[0] != units[1]);
}

TEST_CASE("by polygon the feature is the unit") {
    const geo::Grid grid{"", 0, 0, 30, 30, 100, 100};
    CHECK(split_units(Pixels{pixel(0, 1, 2, 7), pixel(0, 1, 3, 7), pixel(0, 1, 4, 9)}, grid,
                      split_by(SplitBy::polygon)) == Units{7, 7, 9});
}

TEST_CASE("features that label one place at different epochs are one unit, in chains") {
    const geo::Grid grid{"", 0, 0, 30, 30, 100, 100};
    // 9 and 4 share (1, 1), 4 and 6 share (2, 2), 6 and 2 share (3, 3); 5 stands alone.
    const Pixels pixels{pixel(0, 1, 1, 9), pixel(0, 2, 2, 6), pixel(0, 3, 3, 6), pixel(0, 8, 8, 5),
                        pixel(1, 1, 1, 4), pixel(1, 2, 2, 4), pixel(1, 3, 3, 2), pixel(1, 8, 9, 9)};
    CHECK(split_units(pixels, grid, split_by(SplitBy::polygon)) == Units{2, 2, 2, 5, 2, 2, 2, 2});
}

TEST_CASE("blocks are squares of the CRS, not of the grid") {
    // 600 m by 600 m in blocks of 300 m; the corner lies 90 m left of and 60 m above a block's.
    const geo::Grid grid{"", 3000 - 90, 6000 + 60, 30, 30, 20, 20};
    const auto options = split_by(SplitBy::block, 300);
    const Units units = split_units(all_pixels(grid), grid, options);
    const auto unit_at = [&](std::size_t row, std::size_t column) {
        return units[row * 20 + column];
    };
    CHECK(num_units(units) == 9);
    CHECK(unit_at(0, 0) == unit_at(1, 2));
    CHECK(unit_at(0, 0) != unit_at(0, 3));
    CHECK(unit_at(0, 0) != unit_at(2, 0));
    CHECK(unit_at(2, 3) == unit_at(11, 12));
    CHECK(unit_at(2, 3) != unit_at(12, 12));
    CHECK(unit_at(2, 3) != unit_at(2, 13));
    // The same place in a grid with another corner is in the same block.
    geo::Grid shifted = grid;
    shifted.origin_x += 5 * 30;
    shifted.origin_y -= 7 * 30;
    CHECK(split_units(Pixels{pixel(0, 0, 0, 0)}, shifted, options)[0] == unit_at(7, 5));
}

TEST_CASE("blocks on both sides of the origin are different") {
    const geo::Grid grid{"", -300, 300, 30, 30, 20, 20};
    CHECK(num_units(split_units(all_pixels(grid), grid, split_by(SplitBy::block, 300))) == 4);
}

TEST_CASE("on a geographic grid metres become degrees at the latitude of its centre") {
    // At 60° north a degree of longitude is 55.80 km, one of latitude 111.41 km (WGS 84).
    const std::string wgs84 = mineprint::gdal_io::crs_to_wkt("EPSG:4326");
    const geo::Grid grid{wgs84, 10, 60.5, 0.01, 0.01, 100, 100};
    const Units units = split_units(all_pixels(grid), grid, split_by(SplitBy::block, 5000));
    std::set<std::uint64_t> along_x;
    std::set<std::uint64_t> along_y;
    for (std::size_t i = 0; i < 100; ++i) {
        along_x.insert(units[i]);
        along_y.insert(units[i * 100]);
    }
    // 55.80 km hold 11 or 12 whole blocks or a part more, 111.41 km 22 or 23.
    CHECK(along_x.size() >= 12);
    CHECK(along_x.size() <= 13);
    CHECK(along_y.size() >= 23);
    CHECK(along_y.size() <= 24);
}
