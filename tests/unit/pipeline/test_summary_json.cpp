// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include <nlohmann/json.hpp>

#include "mineprint/pipeline/summary_json.hpp"
#include "small_results.hpp"
#include "test_main.hpp"

using namespace mineprint;

TEST_CASE("a summary as JSON has the target's areas and growth by region, layer and zone") {
    pipeline::ResultTables tables;
    tables.regions = {small_results::region("kachin")};
    tables.totals = totals(tables.regions);
    const auto json = nlohmann::json::parse(pipeline::summary_json(tables).dump());
    CHECK_FALSE(json.contains("all_regions"));
    REQUIRE(json["regions"].size() == 1);
    const auto& region = json["regions"][0];
    CHECK(region["name"] == "kachin");
    CHECK(region["target"] == "mine");
    CHECK(region["epochs"] == nlohmann::json::parse(R"(["2005", "2010", "2020"])"));
    CHECK(region["quarantined"] == 1);
    const auto& china = region["layers"][1]["zones"][0];
    CHECK(china["name"] == "China");
    CHECK(china["area_km2"][0] == 0);
    CHECK(china["area_km2"][1].get<double>() == Approx(0.05));
    CHECK(china["area_km2"][2].get<double>() == Approx(0.07));
    CHECK(china["growth_percent"].is_null());
    const auto& myanmar = region["layers"][1]["zones"][1];
    CHECK(myanmar["growth_percent"].get<double>() == Approx(100 * (2.42 / 0.6 - 1)));
    CHECK_FALSE(myanmar.contains("adjusted_km2"));
}

TEST_CASE("several regions end with their sums; what a sample says has its intervals") {
    pipeline::ResultTables tables = small_results::results();
    auto& layer = tables.regions[0].layers[0];
    layer.adjusted.emplace(layer.zones.size(), tables.regions[0].epochs.size(),
                           tables.regions[0].classes.size());
    const auto json = nlohmann::json::parse(pipeline::summary_json(tables).dump());
    REQUIRE(json["regions"].size() == tables.regions.size());
    CHECK(json["all_regions"].size() == tables.totals.size());
    CHECK(json["all_regions"][0]["target"] == "mine");
    const auto& zone = json["regions"][0]["layers"][0]["zones"][0];
    CHECK(zone["adjusted_km2"].size() == tables.regions[0].epochs.size());
    CHECK(zone["adjusted_growth_percent"].size() == 3);
}
