// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/simulate/region_frame.hpp"
#include "small_region.hpp"
#include "test_main.hpp"

using namespace mineprint;

namespace {

void check_refused(const simulate::SimulateOptions& options, const std::string& word) {
    try {
        (void)simulate::make_region_frame(options);
        FAIL("accepted: " << word);
    } catch (const core::UsageError& error) {
        CHECK(std::string(error.what()).find(word) != std::string::npos);
    }
}

}  // namespace

TEST_CASE("a region lies on Landsat's lattice in the UTM zone of its centre") {
    const auto frame = simulate::make_region_frame(small_region());
    CHECK(frame.utm_zone == 47);
    CHECK(frame.neighbour_zone == 46);
    CHECK(gdal_io::same_crs(frame.grid.crs_wkt, gdal_io::crs_to_wkt("EPSG:32647")));
    CHECK(std::fmod(frame.grid.extent().xmin, 30.0) == Approx(15.0));
    CHECK(std::fmod(frame.grid.extent().ymax, 30.0) == Approx(15.0));
    CHECK(frame.grid.pixel_width == 30);
}

TEST_CASE("south of the equator the grid stays in the northern zone, as Landsat's does") {
    auto options = small_region();
    options.extent = {-70.01, -12.99, -69.99, -12.97};
    const auto frame = simulate::make_region_frame(options);
    CHECK(gdal_io::same_crs(frame.grid.crs_wkt, gdal_io::crs_to_wkt("EPSG:32619")));
    CHECK(frame.grid.extent().ymax < 0);
}

TEST_CASE("the zones share the border and hold the region") {
    const auto frame = simulate::make_region_frame(small_region());
    CHECK(frame.border.degrees == Approx(98.53));
    const std::string text = simulate::zones_geojson(frame);
    CHECK(text.find("\"synthetic\": \"yes\"") != std::string::npos);
    CHECK(text.find("\"code\": \"W\"") != std::string::npos);
    CHECK(text.find("98.53,") != std::string::npos);
}

TEST_CASE("impossible regions are refused with the option's name") {
    auto upside_down = small_region();
    std::swap(upside_down.extent.ymin, upside_down.extent.ymax);
    check_refused(upside_down, "simulate.extent");
    auto polar = small_region();
    polar.extent = {98, 78.5, 99, 79};
    check_refused(polar, "simulate.extent");
    auto outside = small_region();
    outside.border = "meridian:99.1";
    check_refused(outside, "simulate.border");
    auto one_zone = small_region();
    one_zone.zones = {"W"};
    check_refused(one_zone, "simulate.zones");
    auto twice = small_region();
    twice.zones = {"W:West", "W:East"};
    check_refused(twice, "simulate.zones");
}
