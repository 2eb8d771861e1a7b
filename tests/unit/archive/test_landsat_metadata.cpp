// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/landsat_metadata.hpp"
#include "mineprint/archive/metadata_groups.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "synthetic_product.hpp"
#include "test_main.hpp"

namespace fs = std::filesystem;
using mineprint::archive::LandsatMetadata;
using mineprint::archive::parse_metadata_json;
using mineprint::archive::parse_metadata_xml;
using mineprint::archive::parse_odl;
using mineprint::archive::read_landsat_metadata;
using mineprint::archive::Sensor;
using mineprint::core::DataError;

namespace {

void check_oli(const LandsatMetadata& metadata) {
    CHECK(metadata.name.sensor == Sensor::oli);
    CHECK(metadata.name.acquired.text() == "2020-01-15");
    CHECK(metadata.cloud_cover_pct == 12.5);
    REQUIRE(metadata.bands.size() == 7);
    CHECK(metadata.bands[1].band == "blue");
    CHECK(metadata.bands[1].number == 2);
    CHECK(metadata.bands[1].file == "LC08_L2SP_131042_20200115_20200823_02_T1_SR_B2.TIF");
    CHECK(metadata.quality_file == "LC08_L2SP_131042_20200115_20200823_02_T1_QA_PIXEL.TIF");
    CHECK(metadata.saturation_file == "LC08_L2SP_131042_20200115_20200823_02_T1_QA_RADSAT.TIF");
    for (const auto& band : metadata.bands) {
        CHECK(band.scale == 2.75e-05);
        CHECK(band.offset == -0.2);
    }
}

void check_refused(const SyntheticProduct& product, const std::string& culprit) {
    const ScratchFolder folder;
    const fs::path path = product.write_odl(folder.path());
    INFO(culprit);
    CHECK_THROWS_AS(read_landsat_metadata(path), DataError);
    CHECK_THROWS_WITH(read_landsat_metadata(path),
                      Catch::Contains(culprit) && Catch::Contains(path.filename().string()));
}

struct RealExample {
    const char* product;
    Sensor sensor;
    double cloud_cover_pct;
    std::vector<const char*> forms;
};

}  // namespace

TEST_CASE("text, XML and JSON tell the same, and never the Level-1 values") {
    const ScratchFolder folder;
    const SyntheticProduct product;
    check_oli(read_landsat_metadata(product.write_odl(folder.path())));
    check_oli(read_landsat_metadata(product.write_xml(folder.path())));
    check_oli(read_landsat_metadata(product.write_json(folder.path())));
}

TEST_CASE("scale and offset are those of each band") {
    const ScratchFolder folder;
    SyntheticProduct product = thematic_mapper();
    product.extra = {{"LEVEL2_SURFACE_REFLECTANCE_PARAMETERS",
                      {{"REFLECTANCE_MULT_BAND_7", "1e-4"}, {"REFLECTANCE_ADD_BAND_7", "0.0"}}}};
    const LandsatMetadata metadata = read_landsat_metadata(product.write_odl(folder.path()));
    REQUIRE(metadata.bands.size() == 6);
    CHECK(metadata.bands[5].band == "swir2");
    CHECK(metadata.bands[5].scale == 1e-4);
    CHECK(metadata.bands[5].offset == 0.0);
    CHECK(metadata.bands[4].scale == 2.75e-05);
}

TEST_CASE("cloud cover and QA_RADSAT may be missing, file names lose their folders") {
    const ScratchFolder folder;
    SyntheticProduct product;
    product.removed = {"CLOUD_COVER", "FILE_NAME_QUALITY_L1_RADIOMETRIC_SATURATION"};
    product.extra = {{"PRODUCT_CONTENTS", {{"FILE_NAME_BAND_4", "../../elsewhere/B4.TIF"}}}};
    const LandsatMetadata metadata = read_landsat_metadata(product.write_odl(folder.path()));
    CHECK(metadata.cloud_cover_pct == -1);
    CHECK(metadata.saturation_file.empty());
    CHECK(metadata.bands[3].file == "B4.TIF");
}

TEST_CASE("metadata that contradict themselves or lack something are refused by key") {
    SyntheticProduct product;
    product.removed = {"FILE_NAME_BAND_5"};
    check_refused(product, "FILE_NAME_BAND_5");
    product = {};
    product.removed = {"FILE_NAME_QUALITY_L1_PIXEL"};
    check_refused(product, "FILE_NAME_QUALITY_L1_PIXEL");
    product = {};
    product.removed = {"DATE_ACQUIRED"};
    check_refused(product, "DATE_ACQUIRED");
    product = {};
    product.date = "2020-01-16";
    check_refused(product, "2020-01-16");
    product = {};
    product.spacecraft = "LANDSAT_9";
    check_refused(product, "LANDSAT_9");
    product = {};
    product.sensor = "TM";
    check_refused(product, "SENSOR_ID");
    product = {};
    product.extra = {
        {"LEVEL2_SURFACE_REFLECTANCE_PARAMETERS", {{"REFLECTANCE_MULT_BAND_3", "abc"}}}};
    check_refused(product, "REFLECTANCE_MULT_BAND_3");
    product.extra = {
        {"LEVEL2_SURFACE_REFLECTANCE_PARAMETERS", {{"REFLECTANCE_ADD_BAND_3", "nan"}}}};
    check_refused(product, "REFLECTANCE_ADD_BAND_3");
    product = {};
    product.extra = {
        {"PRODUCT_CONTENTS", {{"LANDSAT_PRODUCT_ID", "LC08_L2SP_131042_20200131_20200823_02_T1"}}}};
    check_refused(product, "LANDSAT_PRODUCT_ID");
    product = {};
    product.id = "LC08_L1TP_131042_20200115_20200823_02_T1";
    check_refused(product, "L1TP");
}

TEST_CASE("texts that break their form are refused with the place") {
    CHECK_THROWS_WITH(parse_odl("GROUP = A\n  KEY 5\nEND_GROUP = A\n"),
                      Catch::Contains("line 2") && Catch::Contains("KEY 5"));
    CHECK_THROWS_WITH(parse_odl("GROUP = A\n  KEY = 5\n"), Catch::Contains("cut short"));
    CHECK_THROWS_WITH(parse_odl("GROUP = A\nEND_GROUP = B\n"), Catch::Contains("line 2"));
    CHECK_THROWS_WITH(parse_odl("KEY = 5\n"), Catch::Contains("line 1"));
    CHECK_THROWS_AS(parse_odl("END_GROUP = A"), DataError);
    CHECK_THROWS_AS(parse_metadata_xml("<LANDSAT_METADATA_FILE><A>"), DataError);
    CHECK_THROWS_WITH(parse_metadata_xml("<OTHER/>"), Catch::Contains("LANDSAT_METADATA_FILE"));
    CHECK_THROWS_AS(parse_metadata_json("{\"LANDSAT_METADATA_FILE\": "), DataError);
    CHECK_THROWS_AS(parse_metadata_json("{}"), DataError);
    CHECK_THROWS_AS(parse_metadata_json("[1, 2]"), DataError);
}

TEST_CASE("ODL may have carriage returns, no last line end, and anything after its END") {
    const auto groups =
        parse_odl("GROUP = A\r\n  KEY = \"x y\"\r\nEND_GROUP = A\r\nEND\r\n\0\0junk");
    CHECK(groups.at("A").at("KEY") == "x y");
    CHECK(parse_odl("GROUP = A\nK = 1\nEND_GROUP = A").at("A").at("K") == "1");
    CHECK(parse_odl("").empty());
}

TEST_CASE("an empty or a missing metadata file names itself") {
    const ScratchFolder folder;
    const fs::path path = folder.path() / "LC08_L2SP_131042_20200115_20200823_02_T1_MTL.txt";
    CHECK_THROWS_WITH(read_landsat_metadata(path), Catch::Contains(path.string()));
    mineprint::core::write_text_file(path, "");
    CHECK_THROWS_WITH(read_landsat_metadata(path), Catch::Contains(path.string()));
    for (const char* form : {"xml", "json"}) {
        fs::path other = path;
        other.replace_extension(form);
        mineprint::core::write_text_file(other, "");
        CHECK_THROWS_WITH(read_landsat_metadata(other), Catch::Contains(other.string()));
    }
}

TEST_CASE("real metadata of all sensors are read") {
    const fs::path data = shared_data();
    if (data.empty()) {
        return;
    }
    const fs::path folder = data / "landsat" / "c2l2_mtl_examples";
    // Cloud covers as they stand in the files.
    const std::vector<RealExample> examples{
        {"LC08_L2SP_008059_20191201_20200825_02_T1", Sensor::oli, 81.02, {"txt", "xml", "json"}},
        {"LC08_L2SP_047027_20201204_20210313_02_T1", Sensor::oli, 1.55, {"txt", "xml"}},
        {"LC08_L2SR_084024_20160111_20201016_02_T1", Sensor::oli, 30.41, {"txt", "xml"}},
        {"LC09_L2SP_010065_20220129_20220131_02_T1", Sensor::oli, 21.12, {"txt", "xml"}},
        {"LE07_L2SP_021030_20100109_20200911_02_T1", Sensor::etm, 8.0, {"xml"}},
        {"LT04_L2SP_002026_19830110_20200918_02_T1", Sensor::tm, 7.0, {"xml"}},
        {"LT05_L2SP_010067_19860424_20200918_02_T2", Sensor::tm, 23.0, {"xml"}},
        {"LT05_L2SP_058014_20110312_20200823_02_T1", Sensor::tm, 0.0, {"xml"}},
        {"LT05_L2SR_087017_20090621_20200827_02_T2", Sensor::tm, 25.0, {"xml"}}};
    for (const RealExample& example : examples) {
        for (const char* form : example.forms) {
            const std::string id = example.product;
            INFO(id << " " << form);
            const auto metadata = read_landsat_metadata(folder / (id + "_MTL." + form));
            CHECK(metadata.name.id == id);
            CHECK(metadata.name.sensor == example.sensor);
            CHECK(metadata.cloud_cover_pct == example.cloud_cover_pct);
            CHECK(metadata.bands.size() == (example.sensor == Sensor::oli ? 7 : 6));
            CHECK(metadata.bands.back().file == id + "_SR_B7.TIF");
            CHECK(metadata.quality_file == id + "_QA_PIXEL.TIF");
            CHECK(metadata.saturation_file == id + "_QA_RADSAT.TIF");
            for (const auto& band : metadata.bands) {
                CHECK(band.scale == 2.75e-05);
                CHECK(band.offset == -0.2);
            }
        }
    }
}
