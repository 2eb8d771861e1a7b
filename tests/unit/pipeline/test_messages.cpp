// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/messages.hpp"
#include "test_main.hpp"

using namespace mineprint;

namespace {

archive::Scene a_scene() {
    archive::Scene scene;
    scene.id = "LC08_L2SP_131042_20200115_20200823_02_T1";
    scene.sensor = archive::Sensor::oli;
    scene.date = core::Date::parse("2020-01-15");
    scene.tier = "T1";
    scene.epoch = "2020";
    scene.cloud_cover_pct = 12.5;
    scene.grid = {"WKT", 1, 2, 30, 31, 100, 200};
    scene.bands = {{"red", "/a/b4.tif", 1, 2.75e-5, -0.2, 0.0}, {"nir", "/a/b5.tif", 2, 1, 0, {}}};
    scene.bands[1].saturated = 65535;
    scene.bands[1].coarseness = 2;
    scene.platform = "landsat-8";
    scene.baseline = "05.09";
    scene.acquisition = "landsat-8 131/042 2020-01-15";
    scene.processed = "2020-08-23";
    scene.provisional = true;
    scene.harmonised = true;
    scene.quality = {{archive::QualityKind::sentinel2_scene, "/a/scl.tif", 2},
                     {archive::QualityKind::landsat_saturation, "/a/radsat.tif"}};
    scene.bytes = 123456789012;
    scene.modified_ns = -5;
    scene.product = "/a/mtl.txt";
    scene.folder_modified_ns = 77;
    return scene;
}

template <class T, class Unpack>
T there_and_back(const T& value, Unpack&& unpack) {
    core::ByteWriter out;
    pipeline::pack(out, value);
    const auto bytes = out.take();
    core::ByteReader in(bytes);
    T result = unpack(in);
    CHECK(in.at_end());
    return result;
}

}  // namespace

TEST_CASE("a scene arrives as it was sent") {
    const auto sent = a_scene();
    const auto got = there_and_back(sent, pipeline::unpack_scene);
    CHECK(got.id == sent.id);
    CHECK(got.sensor == sent.sensor);
    CHECK(got.date == sent.date);
    CHECK(got.tier == sent.tier);
    CHECK(got.epoch == sent.epoch);
    CHECK(got.cloud_cover_pct == sent.cloud_cover_pct);
    CHECK(got.grid == sent.grid);
    REQUIRE(got.bands.size() == 2);
    CHECK(got.bands[0].nodata == 0.0);
    CHECK(got.bands[0].scale == 2.75e-5);
    CHECK(got.bands[0].offset == -0.2);
    CHECK(got.bands[1].band == "nir");
    CHECK(got.bands[1].path == "/a/b5.tif");
    CHECK(got.bands[1].band_number == 2);
    CHECK_FALSE(got.bands[1].nodata.has_value());
    CHECK(got.bands[1].saturated == 65535.0);
    CHECK(got.bands[1].coarseness == 2);
    CHECK(got.platform == sent.platform);
    CHECK(got.baseline == sent.baseline);
    CHECK(got.acquisition == sent.acquisition);
    CHECK(got.processed == sent.processed);
    CHECK(got.provisional);
    CHECK(got.harmonised);
    CHECK(got.quality == sent.quality);
    CHECK(got.bytes == sent.bytes);
    CHECK(got.modified_ns == sent.modified_ns);
    CHECK(got.product == sent.product);
    CHECK(got.folder_modified_ns == 77);
}

TEST_CASE("a forest arrives as it was sent") {
    forest::Forest sent;
    sent.schema = {{"red", "nir"}, {"reflectance", "reflectance"}};
    sent.classes = {"mine", "other"};
    sent.trees = {{{{0, 0.5F, 1, 2, 1}, {-1, 0, 0, 0, 0}, {-1, 0, 1, 0, 0}}, {3, 0, 1, 4}}, {}};
    sent.report = {8,           0.125,      {1, 2, 3, 4}, {1, 2}, {0.25, 0.125}, {0.25, 0.75}, 0.5,
                   {0.1, -0.2}, {0.3, 0.4}, {{1.5F}, {}}, {3, 5}, "trees=2",     {},           {}};
    sent.report.cross_validation = {{"east", "west"}, {1, 2, 3, 4, 5, 6, 7, 8}};
    sent.report.tuning = {{10, 2, 0.25}, {20, 3, 0.125}};
    sent.training_hash = "abc";
    CHECK(there_and_back(sent, pipeline::unpack_forest) == sent);
}

TEST_CASE("a reference arrives as it was sent") {
    sampling::Reference sent;
    sent.classes = {"mine", "other"};
    sent.target = 1;
    sent.pixels = {{4, 5, 1, 1, 7, 99, true}, {0, 0, 0, 0, 0, 0, false}};
    sent.notes = {"one", ""};
    sent.num_outside = 3;
    const auto got = there_and_back(sent, pipeline::unpack_reference);
    CHECK(got.classes == sent.classes);
    CHECK(got.target == sent.target);
    CHECK(got.pixels == sent.pixels);
    CHECK(got.notes == sent.notes);
    CHECK(got.num_outside == sent.num_outside);
}

TEST_CASE("a zone layer arrives as it was sent") {
    zones::ZoneLayer sent = zones::ZoneLayer::region("all of it");
    sent.zones.push_back({"PER", "Peru", {geo::Polygon{{{{0, 0}, {1, 0}, {1, 1}}, {}}}}});
    const auto got = there_and_back(sent, pipeline::unpack_zone_layer);
    CHECK(got.name == sent.name);
    CHECK(got.whole_region);
    REQUIRE(got.zones.size() == sent.zones.size());
    CHECK(got.zones.back().code == "PER");
    CHECK(got.zones.back().name == "Peru");
    REQUIRE(got.zones.back().parts.size() == 1);
    CHECK(got.zones.back().parts[0].rings == sent.zones.back().parts[0].rings);
}

TEST_CASE("a message that was cut is an error, not nonsense") {
    core::ByteWriter out;
    pipeline::pack(out, a_scene());
    auto bytes = out.take();
    bytes.resize(bytes.size() / 2);
    core::ByteReader in(bytes);
    CHECK_THROWS_AS(pipeline::unpack_scene(in), core::RunError);
}
