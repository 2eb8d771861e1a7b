// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <iterator>

#include "mineprint/core/error.hpp"
#include "mineprint/pipeline/merge.hpp"
#include "mineprint/pipeline/result_file.hpp"
#include "scratch_folder.hpp"
#include "small_results.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::pipeline;
using Catch::Matchers::Contains;

namespace {

ResultPart part(const std::string& file, std::vector<RegionTables> regions,
                const std::string& gdal = "3.6.2") {
    ResultTables tables;
    tables.regions = std::move(regions);
    tables.totals = totals(tables.regions);
    tables.program_version = "0.1.0";
    tables.library_versions = {{"GDAL", gdal}};
    tables.run = {"2024-05-06T07:08:09Z", {"host of " + file}, {100}, 2, {{"map", 1.5}}};
    return {file, tables};
}

/// A region whose areas are no round numbers, so that another order of sums would show.
RegionTables uneven(const std::string& name, double factor) {
    RegionTables region = small_results::region(name);
    for (LayerTables& layer : region.layers) {
        for (double& area : layer.area_km2.values()) {
            area *= factor;
        }
    }
    return region;
}

RegionTables a() { return uneven("a", 0.1); }
RegionTables b() { return uneven("b", 1.0 / 3); }
RegionTables c() { return uneven("c", 1e9 / 7); }

std::string bytes_of(const ResultTables& tables, const ScratchFolder& folder) {
    const auto path = folder / "results.h5";
    write_results(path, tables);
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("Merged results have the same bytes however regions were shared out to runs") {
    const ScratchFolder folder;
    const std::string whole = bytes_of(merged({part("1", {a(), b(), c()})}), folder);
    CHECK(bytes_of(merged({part("1", {c(), a()}), part("2", {b()})}), folder) == whole);
    CHECK(bytes_of(merged({part("3", {c()}), part("2", {b()}), part("1", {a()})}), folder) ==
          whole);
    const ResultTables two = merged({part("1", {c()}), part("2", {b()})});
    CHECK(bytes_of(merged({{"first step", two}, part("3", {a()})}), folder) == whole);
}

TEST_CASE("A merged area is the sum of the regions' own") {
    const ResultTables all = merged({part("2", {b()}), part("1", {c(), a()})});
    REQUIRE(all.regions.size() == 3);
    CHECK(all.regions[0].name == "a");
    REQUIRE(all.totals.size() == 2);
    const LayerTables& sides = all.totals[1].tables;
    CHECK(sides.pixel_count(1, 2, 0) == 3 * 242);
    CHECK(sides.area_km2(1, 2, 0) == Approx(2.42 * (0.1 + 1.0 / 3 + 1e9 / 7)));
    CHECK(sides.growth_percent(1, 1, 2) == Approx(100.0 * (242 - 75) / 75));
    CHECK(all.run == RunRecord{});
}

TEST_CASE("The global table has a row for each zone and epoch that a region covers") {
    const ResultTables all = merged(
        {part("1", {small_results::region("a")}), part("2", {small_results::later_region("b")})});
    const std::string csv = global_csv(all);
    CHECK_THAT(csv, Contains("sides,MMR,Myanmar,2005,2005-01-01,2005-12-31,mine,1,60,0.6,0.01,,,"));
    CHECK_THAT(csv, Contains("sides,MMR,Myanmar,2020,2020-01-01,2020-12-31,mine,2,272,2.7"));
    CHECK_THAT(csv, Contains(",0.02,2010,219."));  // 85 to 272 pixels
    CHECK_THAT(csv, Contains("sides,COD,Congo,2010,"));
    CHECK_THAT(csv, !Contains("sides,COD,Congo,2005,"));  // no region looked there
}

TEST_CASE("Versions that differ are told as a list in any order of merging") {
    const ResultTables two = merged({part("2", {b()}, "3.8.0"), part("1", {a()})});
    CHECK(two.library_versions.at("GDAL") == "3.6.2 + 3.8.0");
    CHECK(two.program_version == "0.1.0");
    CHECK(merged({{"3", two}, part("4", {c()}, "3.6.2")}).library_versions == two.library_versions);
}

TEST_CASE("Regions that cannot be summed are refused by name") {
    const auto both = [](RegionTables other) {
        return [other] { (void)merged({part("y.h5", {other}), part("x.h5", {a()})}); };
    };
    CHECK_THROWS_WITH(both(a())(), Contains("region a is in x.h5 and in y.h5"));
    RegionTables town = b();
    town.target_index = 1;
    CHECK_THROWS_WITH(both(town)(), Contains("'mine' in region a (x.h5) and 'other' in region b"));
    CHECK_THROWS_AS(both(a())(), core::UsageError);
}

TEST_CASE("Merging spares the folders of runs and its own sources") {
    const ScratchFolder folder;
    write_results(folder / "results.h5", part("1", {a()}).tables);
    CHECK_THROWS_WITH(merge_results({folder / "results.h5"}, folder.path()),
                      Contains("one of those to merge"));
    std::ofstream(folder / "tiles.jsonl") << "{}\n";
    CHECK_THROWS_WITH(merge_results({"other.h5"}, folder.path()), Contains("would be lost"));
}
