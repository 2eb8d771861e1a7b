// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "mineprint/core/error.hpp"
#include "mineprint/pipeline/result_tables.hpp"
#include "small_results.hpp"
#include "test_main.hpp"

using namespace mineprint::pipeline;
using Catch::Matchers::Contains;
using small_results::year;

namespace {

std::vector<std::string> codes(const TotalTables& total) {
    std::vector<std::string> codes;
    for (const ZoneLabel& zone : total.tables.zones) {
        codes.push_back(zone.code);
    }
    return codes;
}

}  // namespace

TEST_CASE("Totals add zones of one code and epochs of one name") {
    const auto all = totals({small_results::region("a"), small_results::later_region("b")});
    REQUIRE(all.size() == 2);
    CHECK(all[0].tables.name == "region");
    const TotalTables& sides = all[1];
    CHECK(sides.tables.name == "sides");
    CHECK(codes(sides) == std::vector<std::string>{"CHN", "COD", "MMR"});
    CHECK(sides.tables.zones[2].name == "Myanmar");  // as the first region calls it
    REQUIRE(sides.epochs.size() == 3);
    CHECK(sides.epochs[0].name == "2005");
    CHECK(sides.tables.pixel_count(2, 0, 0) == 60);
    CHECK(sides.tables.pixel_count(2, 1, 0) == 75 + 10);
    CHECK(sides.tables.pixel_count(2, 2, 0) == 242 + 30);
    CHECK(sides.tables.area_km2(2, 2, 0) == Approx(2.72));
    CHECK(sides.tables.pixel_count(1, 0, 0) == 0);
    CHECK(sides.tables.unobserved_pixel_count(2, 1) == 2);
    CHECK(sides.tables.change_pixel_count(2, 1, 2, 1, 0) == (242 - 75) + (30 - 10));
    CHECK(sides.tables.change_pixel_count(2, 0, 2, 1, 0) == 242 - 60);
    CHECK(sides.num_regions(2, 0) == 1);
    CHECK(sides.num_regions(2, 1) == 2);
    CHECK(sides.num_regions(1, 0) == 0);
    CHECK(std::isnan(sides.tables.area_km2(1, 0, 0)));  // nobody looked at Congo in 2005
    CHECK(std::isnan(sides.tables.unobserved_km2(1, 0)));
    CHECK(all[0].tables.zones.front().name == "all regions");
}

TEST_CASE("A region that begins later is no growth") {
    const auto all = totals({small_results::region("a"), small_results::later_region("b")});
    const LayerTables& region = all[0].tables;
    CHECK(region.growth_percent(0, 1, 2) == Approx(100.0 * (549 - 180) / 180));
    CHECK(region.growth_percent(0, 0, 2) == Approx(100.0 * (249 - 60) / 60));
    const LayerTables& sides = all[1].tables;
    CHECK(std::isnan(sides.growth_percent(1, 0, 1)));  // no region shows Congo in 2005
    CHECK(sides.growth_flag(1, 0, 1) == no_growth_pair);
    CHECK(sides.growth_percent(1, 1, 2) == Approx(200));
}

TEST_CASE("Classes are joined by name, whatever their order") {
    RegionTables other = small_results::later_region("b");
    other.classes = {"water", "mine"};  // its first class, the growing one, is now water
    other.target_index = 1;
    const auto all = totals({small_results::region("a"), other});
    CHECK(all[0].classes == std::vector<std::string>{"mine", "other", "water"});
    CHECK(all[0].target_index == 0);
    CHECK(all[0].tables.pixel_count(0, 1, 0) == 80 + 90);
    CHECK(all[0].tables.pixel_count(0, 1, 1) == 90);
    CHECK(all[0].tables.pixel_count(0, 1, 2) == 100);
    CHECK(all[0].tables.change_pixel_count(0, 1, 2, 0, 2) == 200);
}

TEST_CASE("The total of one region is the region") {
    const RegionTables region = small_results::region("a");
    const auto all = totals({region});
    REQUIRE(all.size() == 2);
    CHECK(all[0].tables.pixel_count == region.layers[0].pixel_count);
    CHECK(all[1].tables.area_km2 == region.layers[1].area_km2);
    CHECK(all[1].tables.change_km2 == region.layers[1].change_km2);
    CHECK(all[1].tables.growth_flag == region.layers[1].growth_flag);
    CHECK(totals({}).empty());
}

TEST_CASE("An epoch of one name with two windows spans both") {
    RegionTables other = small_results::later_region("b");
    other.epochs[0].begin = mineprint::core::Date::parse("2009-07-01");
    const auto all = totals({small_results::region("a"), other});
    CHECK(all[0].epochs[1].begin.text() == "2009-07-01");
    CHECK(all[0].epochs[1].end.text() == "2010-12-31");
}

TEST_CASE("Epochs of the same names in another order are refused") {
    RegionTables other = small_results::later_region("b");
    other.epochs = {year("2010"), year("2020")};
    std::swap(other.epochs[0].name, other.epochs[1].name);
    CHECK_THROWS_WITH(totals({small_results::region("a"), other}),
                      Contains("region b") && Contains("order"));
    CHECK_THROWS_AS(totals({small_results::region("a"), other}), mineprint::core::UsageError);
}
