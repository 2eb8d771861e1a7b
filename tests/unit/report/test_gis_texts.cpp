// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/report/gis_texts.hpp"
#include "mineprint/report/stac.hpp"
#include "test_main.hpp"

using namespace mineprint;
using report::Json;

namespace {

const std::vector<gdal_io::ColourEntry> colours = {{0, 213, 38, 0, "mine & <tailings>"},
                                                   {1, 0, 158, 115, "forest"}};

report::MapFiles utm_maps() {
    report::MapFiles maps;
    maps.grid = {gdal_io::crs_to_wkt("EPSG:32647"), 300000, 2860000, 30, 30, 100, 50};
    maps.epochs = {"2005", "2020"};
    return maps;
}

Json region() {
    return {{"name", "kachin"},
            {"title", "Kachin"},
            {"target", "mine"},
            {"job_sha256", "ab"},
            {"epochs",
             {{{"name", "2005"}, {"start", "2004-11-01"}, {"end", "2005-03-31"}},
              {{"name", "2020"}, {"start", "2019-11-01"}, {"end", "2020-03-31"}}}}};
}

}  // namespace

TEST_CASE("styles name classes and escape them", "[gis_texts]") {
    const std::string pipe = report::class_pipe(colours);
    CHECK(pipe.find("value=\"0\" label=\"mine &amp; &lt;tailings&gt;\" color=\"#d52600\"") !=
          std::string::npos);
    CHECK(report::attribute_table_xml(colours).find(
              "<Row index=\"1\"><F>1</F><F>forest</F><F>0</F><F>158</F><F>115</F></Row>") !=
          std::string::npos);
    const std::string project = report::qgis_project("A & B", utm_maps().grid.crs_wkt,
                                                     {{"Classes", "class_2005.vrt", pipe, true}});
    CHECK(project.find("<authid>EPSG:32647</authid>") != std::string::npos);
    CHECK(project.find("A &amp; B") != std::string::npos);
}

TEST_CASE("an item tells place, time, grid and classes", "[stac]") {
    const auto maps = utm_maps();
    const Json item = report::stac_item(
        region(), 1, maps, {{"class", "Classes", "../class_2020.vrt", "application/xml", true}},
        colours, "0.1.0");
    CHECK(item["id"] == "kachin-2020");
    CHECK(item["properties"]["start_datetime"] == "2019-11-01T00:00:00Z");
    CHECK(item["properties"]["proj:epsg"] == 32647);
    CHECK(item["properties"]["proj:shape"] == Json({50, 100}));
    CHECK(item["properties"]["proj:transform"] == Json({30.0, 0, 300000.0, 0, -30.0, 2860000.0}));
    const Json& classes = item["assets"]["class"]["classification:classes"];
    CHECK(classes[0]["color_hint"] == "D52600");
    CHECK(classes[2]["value"] == 255);
    CHECK(item["links"].size() == 3);
    // UTM zone 47 N: the central meridian 99°E at easting 500 000; here 200 km west of it.
    CHECK(item["bbox"][0].get<double>() == Approx(97.0).margin(0.02));
    CHECK(item["bbox"][3].get<double>() == Approx(25.84).margin(0.02));
    CHECK(item["geometry"]["coordinates"][0].front() == item["geometry"]["coordinates"][0].back());
}

TEST_CASE("a collection lists its items", "[stac]") {
    const Json collection = report::stac_collection(region(), utm_maps(), "0.1.0");
    REQUIRE(collection["links"].size() == 3);
    CHECK(collection["links"][0]["rel"] == "root");
    CHECK(collection["links"][2]["href"] == "./2020.json");
    CHECK(collection["extent"]["temporal"]["interval"] ==
          Json::array({{"2004-11-01T00:00:00Z", "2020-03-31T23:59:59Z"}}));
    CHECK(collection["extent"]["spatial"]["bbox"][0].size() == 4);
}
