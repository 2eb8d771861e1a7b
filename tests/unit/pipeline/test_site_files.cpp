// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include "mineprint/pipeline/border_pairs.hpp"
#include "mineprint/pipeline/result_file.hpp"
#include "mineprint/pipeline/site_files.hpp"
#include "scratch_folder.hpp"
#include "small_results.hpp"
#include "test_main.hpp"

namespace mineprint::pipeline {
namespace {

ResultTables with_sites() {
    ResultTables tables = small_results::results();
    SiteTables& sites = tables.regions[0].sites.emplace();
    sites.layers = {"sides"};
    SiteRow row;
    row.id = "r3c14";
    row.kind = SiteKind::isolated;
    row.num_pixels = 4;
    row.area_km2 = 0.0036;
    row.target_km2 = {0, 0.0018, 0.0036};
    row.unobserved_km2 = {0.0009, 0, 0};
    row.first_epoch = "2010";
    row.last_epoch = "2020";
    row.growth_percent = std::numeric_limits<double>::quiet_NaN();
    row.net_gain_km2 = 0.0027;
    row.longitude = 179.9;
    row.west = 179.8;
    row.east = -179.9;
    row.nearest_m = std::numeric_limits<double>::quiet_NaN();
    row.zones = {{"MMR", 0.75, "MMR 75.0 %; CHN 25.0 %"}};
    sites.sites = {row};
    tables.regions[1].sites.emplace();  // looked for, none found
    BorderTables border;
    border.name = "sides_CHN_MMR";
    border.codes = {"CHN", "MMR"};
    border.bands = {{"all", {1, 2}, {3, 8}, {200, 300}, 4.0 / 3},
                    {"0-1000 m", {0, 1}, {0, 2}, {row.growth_percent, 100}, row.growth_percent}};
    border.adjusted_growth = {BorderInterval{190, 120, 280}, {}};
    border.pooled = {false, true};
    border.adjusted_ratio = {1.5, 0.75, 3};
    border.num_sites = {5, 7};
    border.mean_gain_km2 = {0.25, 0.5};
    border.p_value = 0.0125;
    border.num_permutations = 9999;
    border.policy_year = 2012;
    border.pivot_epoch = "2010";
    border.annual_before_percent = {1, 2};
    border.annual_after_percent = {3, 4};
    border.adjusted_before = {BorderInterval{1.5, -2, 5}, {}};
    border.adjusted_after = {BorderInterval{3.5, 2, 6}, BorderInterval{4.5, 1, 9}};
    border.pooled_after = {false, true};
    tables.regions[0].borders = {border};
    return tables;
}

TEST_CASE("sites and borders are read as they were written") {
    const ScratchFolder scratch;
    const ResultTables tables = with_sites();
    write_results(scratch / "results.h5", tables);
    const ResultTables found = read_results(scratch / "results.h5");
    REQUIRE(found.regions.at(0).sites);
    REQUIRE(found.regions[0].sites->sites.size() == 1);
    const SiteRow& row = found.regions[0].sites->sites[0];
    const SiteRow& expected = tables.regions[0].sites->sites[0];
    CHECK(row.id == expected.id);
    CHECK(row.kind == expected.kind);
    CHECK(row.num_pixels == expected.num_pixels);
    CHECK(row.target_km2 == expected.target_km2);
    CHECK(row.unobserved_km2 == expected.unobserved_km2);
    CHECK(row.first_epoch == "2010");
    CHECK(std::isnan(row.growth_percent));
    CHECK(row.net_gain_km2 == expected.net_gain_km2);
    CHECK(row.east == expected.east);
    CHECK(row.zones == expected.zones);
    CHECK(found.regions[0].sites->layers == tables.regions[0].sites->layers);
    REQUIRE(found.regions.at(1).sites);
    CHECK(found.regions[1].sites->sites.empty());
    REQUIRE(found.regions[0].borders.size() == 1);
    const BorderTables& border = found.regions[0].borders[0];
    CHECK(border.codes == tables.regions[0].borders[0].codes);
    REQUIRE(border.bands.size() == 2);
    CHECK(border.bands[0].last_km2 == std::array<double, 2>{3, 8});
    CHECK(border.bands[0].ratio == 4.0 / 3);
    CHECK(std::isnan(border.bands[1].growth_percent[0]));
    CHECK(border.bands[1].growth_percent[1] == 100);
    CHECK(border.adjusted_growth[0].value == 190);
    CHECK(border.adjusted_growth[0].high == 280);
    CHECK(std::isnan(border.adjusted_growth[1].low));
    CHECK(border.pooled == std::array{false, true});
    CHECK(border.adjusted_ratio.low == 0.75);
    CHECK(border.num_sites == std::array<std::int64_t, 2>{5, 7});
    CHECK(border.p_value == 0.0125);
    CHECK(border.pivot_epoch == "2010");
    CHECK(border.annual_after_percent == std::array<double, 2>{3, 4});
    CHECK(border.adjusted_before[0].low == -2);
    CHECK(std::isnan(border.adjusted_before[1].value));
    CHECK(border.adjusted_after[1].high == 9);
    CHECK(border.pooled_before == std::array{false, false});
    CHECK(border.pooled_after == std::array{false, true});
}

TEST_CASE("sites and borders as CSV and in words") {
    const ResultTables tables = with_sites();
    const std::string csv = sites_csv(tables);
    CHECK_THAT(csv, Catch::Matchers::Contains(
                        "kachin,r3c14,isolated,4,0.0036,2010,2020,,0.0027,2005,0,0.0009,179.9"));
    CHECK_THAT(csv, Catch::Matchers::Contains("sides: MMR 75.0 %; CHN 25.0 %"));
    CHECK_THAT(borders_csv(tables),
               Catch::Matchers::Contains("kachin,sides_CHN_MMR,MMR,all,growth_percent,300"));
    CHECK_THAT(sites_text(*tables.regions[0].sites),
               Catch::Matchers::Contains("1 site, 1 isolated"));
    const std::string borders = borders_text(tables.regions[0]);
    CHECK_THAT(borders, Catch::Matchers::Contains("p = 0.0125 by permutation"));
    CHECK_THAT(borders, Catch::Matchers::Contains("CHN +190.0 % (+120.0 to +280.0)"));
    CHECK_THAT(borders,
               Catch::Matchers::Contains(
                   "mine in km² on both sides of the border sides_CHN_MMR\n"
                   "  distance  CHN 2005   2020    growth  MMR 2005   2020    growth  ratio\n"
                   "  all          1.000  3.000  +200.0 %     2.000  8.000  +300.0 %   1.33\n"
                   "  0-1000 m     0.000  0.000         -     1.000  2.000  +100.0 %      -\n"));
    CHECK_THAT(borders_csv(tables),
               Catch::Matchers::Contains("kachin,sides_CHN_MMR,MMR,all,adjusted_growth_ratio,1.5"));
    CHECK_THAT(borders_csv(tables),
               Catch::Matchers::Contains(
                   "kachin,sides_CHN_MMR,CHN,all,adjusted_annual_after_high_percent,6"));
    CHECK_THAT(borders,
               Catch::Matchers::Contains("a year after, by the samples: CHN +3.5 % (+2.0 to "
                                         "+6.0), MMR +4.5 % (+1.0 to +9.0) pooled"));
}

}  // namespace
}  // namespace mineprint::pipeline
