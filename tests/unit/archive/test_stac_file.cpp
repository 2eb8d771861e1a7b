// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "mineprint/archive/stac_file.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "synthetic_product.hpp"
#include "test_main.hpp"

namespace fs = std::filesystem;
using mineprint::archive::BoaOffset;
using mineprint::archive::find_stac_files;
using mineprint::archive::QualityKind;
using mineprint::archive::ReadOptions;
using mineprint::archive::Remote;
using mineprint::archive::Scene;
using mineprint::archive::Sensor;
using mineprint::archive::StacFile;
using mineprint::core::DataError;
using Json = nlohmann::json;

namespace {

const std::string landsat_id = "LC08_L2SP_047027_20201204_20210313_02_T1";

Json landsat_item() {
    Json assets;
    const std::vector<std::pair<std::string, std::string>> files{
        {"blue", "SR_B2"},        {"green", "SR_B3"},        {"red", "SR_B4"},
        {"nir08", "SR_B5"},       {"swir16", "SR_B6"},       {"swir22", "SR_B7"},
        {"qa_pixel", "QA_PIXEL"}, {"qa_radsat", "QA_RADSAT"}};
    for (const auto& [key, layer] : files) {
        assets[key] = {
            {"href", "https://example.org/" + landsat_id + "_" + layer + ".TIF?key=a/b"}};
    }
    return {{"type", "Feature"},
            {"stac_version", "1.0.0"},
            {"id", "LC08_L2SP_047027_20201204_02_T1"},
            {"collection", "landsat-c2-l2"},
            {"properties",
             {{"datetime", "2020-12-04T19:02:11.194486Z"},
              {"platform", "landsat-8"},
              {"eo:cloud_cover", 1.55},
              {"proj:epsg", 32610},
              {"proj:shape", {7971, 7861}},
              {"proj:transform", {30.0, 0.0, 353685.0, 0.0, -30.0, 5374215.0}}}},
            {"assets", assets}};
}

Json sentinel2_item(const std::string& baseline) {
    Json assets;
    const std::vector<std::pair<std::string, int>> files{{"B02", 10}, {"B03", 10}, {"B04", 10},
                                                         {"B08", 10}, {"B8A", 20}, {"B11", 20},
                                                         {"B12", 20}, {"SCL", 20}};
    for (const auto& [key, resolution] : files) {
        const int size = 109800 / resolution;
        assets[key] = {{"href", "https://example.org/T/" + key + ".tif"},
                       {"proj:shape", {size, size}},
                       {"proj:transform", {resolution, 0, 300000, 0, -resolution, 7400040}}};
    }
    return {{"type", "Feature"},
            {"stac_version", "1.0.0"},
            {"id", "S2B_MSIL2A_20220413T150759_R025_T33XWJ_20220414T082126"},
            {"properties",
             {{"datetime", "2022-04-13T15:07:59.024000Z"},
              {"platform", "Sentinel-2B"},
              {"proj:epsg", 32633},
              {"s2:processing_baseline", baseline}}},
            {"assets", assets}};
}

/// A file with items, and what the reader makes of the first.
struct Written {
    ScratchFolder scratch;
    fs::path path = scratch.path() / "items.json";

    Scene read(const Json& json, ReadOptions options = {}) {
        mineprint::core::write_text_file(path, json.dump());
        if (options.remote == Remote::no) {
            options.remote = Remote::yes;
        }
        return StacFile(path).read(0, options);
    }
    void check_refused(const Json& json, const std::string& reason, BoaOffset choice = {}) {
        CAPTURE(reason);
        ReadOptions options;
        options.boa_offset = choice;
        CHECK_THROWS_WITH(read(json, options), Catch::Contains(reason));
    }
};

double red_offset(Written& written, const Json& json, BoaOffset choice = BoaOffset::automatic) {
    ReadOptions options;
    options.boa_offset = choice;
    return written.read(json, options).find("red")->offset;
}

}  // namespace

TEST_CASE("a Landsat item becomes a scene without any of its files being asked for") {
    Written written;
    Json item = landsat_item();
    const Scene scene = written.read(item);
    CHECK(scene.id == landsat_id);
    CHECK(scene.sensor == Sensor::oli);
    CHECK(scene.platform == "landsat-8");
    CHECK(scene.tier == "T1");
    CHECK(scene.cloud_cover_pct == 1.55);
    CHECK(scene.grid.width == 7861);
    CHECK(scene.grid.origin_y == 5374215);
    CHECK(scene.find("nir")->path.string() ==
          "/vsicurl/https://example.org/" + landsat_id + "_SR_B5.TIF?key=a/b");
    CHECK(scene.find("nir")->scale == 2.75e-5);  // of the collection
    CHECK(scene.find("nir")->offset == -0.2);
    CHECK(scene.quality.size() == 2);
    item["assets"]["nir08"]["raster:bands"] = {{{"scale", 3e-5}, {"offset", -0.1}, {"nodata", 7}}};
    item["assets"]["red"]["alternate"]["s3"]["href"] = "s3://bucket/red.TIF";
    ReadOptions s3;
    s3.remote = Remote::s3;
    const Scene told = written.read(item, s3);
    CHECK(told.find("nir")->scale == 3e-5);
    CHECK(told.find("nir")->nodata == 7.0);
    CHECK(told.find("red")->path == "/vsis3/bucket/red.TIF");
    CHECK(told.find("blue")->path.string().starts_with("/vsicurl/"));
}

TEST_CASE("files elsewhere need leave, and files beside the item come first") {
    Written written;
    mineprint::core::write_text_file(written.path, landsat_item().dump());
    CHECK_THROWS_WITH(StacFile(written.path).read(0, {}),
                      Catch::Contains("archive.remote=yes") && Catch::Contains("example.org"));
    std::map<std::string, mineprint::raster::Raster<std::uint16_t>> layers;
    for (const char* layer : {"SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B6", "SR_B7", "QA_PIXEL"}) {
        layers[layer] = mineprint::raster::Raster<std::uint16_t>(4, 3, 10000);
    }
    write_layers(written.scratch.path(), landsat_id, synthetic_grid(4, 3), layers);
    const Scene scene = StacFile(written.path).read(0, {});
    CHECK(scene.grid.width == 4);  // of the file that is there
    CHECK(scene.bytes > 0);
    CHECK(scene.quality.size() == 1);
    CHECK(scene.find("red")->path == written.scratch.path() / (landsat_id + "_SR_B4.TIF"));
}

TEST_CASE("the Sentinel-2 offset follows what the item says, then its baseline") {
    Written written;
    const Scene scene = written.read(sentinel2_item("04.00"));
    CHECK(scene.platform == "sentinel-2b");
    CHECK(scene.baseline == "04.00");
    CHECK(scene.grid.pixel_width == 10);
    CHECK(scene.grid.width == 10980);
    CHECK(scene.find("nir08")->coarseness == 2);
    CHECK(scene.find(QualityKind::sentinel2_scene)->coarseness == 2);
    CHECK(scene.find("red")->offset == Approx(-0.1));
    CHECK(scene.find("red")->scale == 1e-4);
    CHECK(red_offset(written, sentinel2_item("03.01")) == 0);

    Json applied = sentinel2_item("05.09");
    applied["properties"]["earthsearch:boa_offset_applied"] = true;
    for (auto& asset : applied["assets"]) {  // as these items say, although it does not hold
        asset["raster:bands"] = {{{"scale", 1e-4}, {"offset", -0.1}}};
    }
    CHECK(red_offset(written, applied) == 0);
    CHECK(red_offset(written, applied, BoaOffset::stored) == Approx(-0.1));
    applied["properties"]["earthsearch:boa_offset_applied"] = false;
    CHECK(red_offset(written, applied) == Approx(-0.1));
    CHECK(red_offset(written, applied, BoaOffset::applied) == 0);

    Json old = sentinel2_item("02.12");
    for (auto& asset : old["assets"]) {
        asset["raster:bands"] = {{{"scale", 1e-4}, {"offset", -0.1}}};
    }
    written.check_refused(old, "contradict");
    Json none = applied;
    for (auto& asset : none["assets"]) {
        asset["raster:bands"][0]["offset"] = 0;
    }
    written.check_refused(none, "contradict");
    CHECK(red_offset(written, none, BoaOffset::applied) == 0);
}

TEST_CASE("items that cannot be used say why") {
    Written written;
    Json item = landsat_item();
    item["properties"]["datetime"] = "2020-12-05T00:00:00Z";
    written.check_refused(item, "contradicts");
    item = landsat_item();
    item["properties"]["platform"] = "landsat-9";
    written.check_refused(item, "platform");
    item = landsat_item();
    item["assets"].erase("qa_pixel");
    written.check_refused(item, "QA_PIXEL");
    item = landsat_item();
    item["assets"].erase("swir16");
    written.check_refused(item, "swir1");
    item = landsat_item();
    item["properties"]["proj:transform"] = {30.0, 0.1, 353685.0, 0.0, -30.0, 5374215.0};
    written.check_refused(item, "north-up");

    item = sentinel2_item("04.00");
    item["id"] = "S2B_MSIL1C_20220413T150759_N0400_R025_T33XWJ_20220414T082126";
    written.check_refused(item, "Level-1C");
    item = sentinel2_item("04.00");
    item["properties"].erase("s2:processing_baseline");
    written.check_refused(item, "baseline");
    item["properties"]["s2:product_uri"] =
        "S2B_MSIL2A_20220413T150759_N0400_R025_T33XWJ_20220414T082126.SAFE";
    CHECK(red_offset(written, item) == Approx(-0.1));
    item["properties"]["s2:processing_baseline"] = "03.00";
    written.check_refused(item, "contradicts");
    item = sentinel2_item("04.00");
    item["assets"].erase("SCL");
    written.check_refused(item, "SCL");
    item = sentinel2_item("04.00");
    item["assets"]["B8A"]["proj:transform"] = {15, 0, 300000, 0, -15, 7400040};
    written.check_refused(item, "whole multiple");

    item = landsat_item();
    item["assets"] = {{"data", {{"href", "a.tif"}}}};
    item["properties"].erase("platform");
    written.check_refused(item, "neither of Landsat");
}

TEST_CASE("collections and folders of items are found") {
    const ScratchFolder scratch;
    const Json collection{{"type", "FeatureCollection"},
                          {"features", {landsat_item(), sentinel2_item("04.00")}}};
    const fs::path file = scratch.path() / "a" / "search.json";
    mineprint::core::write_text_file(file, collection.dump());
    mineprint::core::write_text_file(scratch.path() / "b.json", landsat_item().dump());
    mineprint::core::write_text_file(scratch.path() / "c.txt", "no");
    mineprint::core::write_text_file(scratch.path() / "d.json", R"({"type": "other"})");
    mineprint::core::write_text_file(scratch.path() / "e.json", "{");
    CHECK(find_stac_files(scratch.path()) == std::vector<fs::path>{file, scratch.path() / "b.json",
                                                                   scratch.path() / "d.json",
                                                                   scratch.path() / "e.json"});
    CHECK(find_stac_files(file) == std::vector<fs::path>{file});
    CHECK_THROWS_WITH(find_stac_files(scratch.path() / "x.json"), Catch::Contains("x.json"));
    const StacFile both(file);
    REQUIRE(both.size() == 2);
    CHECK(both.label(1) == "S2B_MSIL2A_20220413T150759_R025_T33XWJ_20220414T082126");
    CHECK(StacFile(scratch.path() / "d.json").size() == 0);
    CHECK_THROWS_WITH(StacFile(scratch.path() / "e.json"), Catch::Contains("e.json"));
}
