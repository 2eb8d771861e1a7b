// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/error.hpp"
#include "mineprint/pipeline/result_file.hpp"
#include "mineprint/report/result_comparison.hpp"
#include "mineprint/report/result_json.hpp"
#include "mineprint/report/write_report.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"
#include "unit/pipeline/small_results.hpp"

using namespace mineprint;
using report::Json;

TEST_CASE("numbers of results come out as they went in", "[result_json]") {
    const ScratchFolder folder;
    const auto path = folder.path() / "results.h5";
    const auto tables = small_results::results();
    pipeline::write_results(path, tables);
    const Json json = report::result_json(path);
    REQUIRE(json["regions"].size() == 2);
    const Json& region = json["regions"][0];
    CHECK(region["name"] == "kachin");
    CHECK(region["title"] == "Kachin, Nùjiāng");
    CHECK(region["target"] == "mine");
    CHECK(region["epochs"][2] ==
          Json({{"name", "2020"}, {"start", "2020-01-01"}, {"end", "2020-12-31"}}));
    CHECK(region["job_text"] == "[region]\nname=kachin\n");
    const Json& sides = region["layers"][1];
    CHECK(sides["zones"][1] == Json({{"code", "MMR"}, {"name", "Myanmar"}}));
    const auto& area = tables.regions[0].layers[1].area_km2;
    CHECK(sides["data"]["area_km2"]["shape"] == Json({2, 3, 2}));
    CHECK(sides["data"]["area_km2"]["values"].get<std::vector<double>>() ==
          std::vector<double>(area.values().begin(), area.values().end()));
    CHECK(sides["data"]["growth_percent"]["values"][1].is_null());  // from nothing: no number
    CHECK(region["accuracy"]["overall_accuracy"]["values"][0] == 0.85);
    CHECK(region["quarantine"]["num_rows"] == 1);
    CHECK(region["quarantine"]["columns"]["cause"][0] == "says \"no\", twice\nand stops");
    CHECK(region["tiles"]["2005"] == Json({{"failed", 1}, {"mapped", 1}}));
    CHECK(json["totals"].size() == 2);
}

TEST_CASE("change matrices of neighbouring epochs, and from the first to the last",
          "[result_json]") {
    const ScratchFolder folder;
    const auto path = folder.path() / "results.h5";
    const auto tables = small_results::results();
    pipeline::write_results(path, tables);
    const Json flows = report::result_json(path)["regions"][0]["layers"][1]["flows"];
    CHECK(flows["pairs"] == Json({{0, 1}, {1, 2}, {0, 2}}));
    const auto& change = tables.regions[0].layers[1].change_km2;
    for (std::size_t zone = 0; zone < 2; ++zone) {
        for (std::size_t pair = 0; pair < 3; ++pair) {
            const std::size_t from = flows["pairs"][pair][0];
            const std::size_t to = flows["pairs"][pair][1];
            CHECK(flows["km2"][(zone * 3 + pair) * 4 + 2] == change(zone, from, to, 1, 0));
        }
    }
}

TEST_CASE("two results are compared zone by zone", "[result_comparison]") {
    const ScratchFolder folder;
    auto tables = small_results::results();
    pipeline::write_results(folder.path() / "a.h5", tables);
    tables.regions.pop_back();
    tables.regions[0].layers[1].area_km2(1, 2, 0) = 3;
    tables.totals = pipeline::totals(tables.regions);
    pipeline::write_results(folder.path() / "b.h5", tables);
    const Json a = report::result_json(folder.path() / "a.h5");
    const Json b = report::result_json(folder.path() / "b.h5");
    const Json result = report::compared(a, b);
    CHECK(result["rows"].size() == 3 * 3);
    const Json expected = {
        {"region", "kachin"},
        {"layer", "sides"},
        {"zone", "Myanmar"},
        {"epoch", "2020"},
        {"this_km2", a["regions"][0]["layers"][1]["data"]["area_km2"]["values"][10]},
        {"other_km2", 3.0}};
    CHECK(result["rows"].back() == expected);
    CHECK(result["without_counterpart"] == Json({"katanga at 2010: only in these results",
                                                 "katanga at 2020: only in these results"}));
}

TEST_CASE("results without maps make a report all the same", "[write_report]") {
    const ScratchFolder folder;
    const auto path = folder.path() / "results.h5";
    pipeline::write_results(path, small_results::results());
    const auto log = core::Log::silent();
    const Json data = report::report_data({path, {}, folder.path(), 1}, log);
    CHECK(data["regions"][0]["map"].is_null());
    CHECK(data["title"] == "Surface mines of 2 regions");
    CHECK(data["regions"][0]["synthetic"] == "no");
    CHECK(data["regions"][0]["headlines"].size() == 3);
    report::write_report({path, path, folder.path(), 1}, log);
    CHECK(std::filesystem::file_size(folder.path() / "report.html") > 100'000);
    CHECK_THROWS_AS(report::result_json(folder.path() / "report.html"), core::DataError);
}
