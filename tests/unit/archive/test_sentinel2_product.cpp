// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "mineprint/archive/product.hpp"
#include "mineprint/archive/product_names.hpp"
#include "mineprint/archive/scene_loader.hpp"
#include "mineprint/archive/sentinel2_metadata.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "synthetic_product.hpp"
#include "synthetic_sentinel2.hpp"
#include "test_main.hpp"

namespace fs = std::filesystem;
using mineprint::archive::baseline_number;
using mineprint::archive::find_products;
using mineprint::archive::load_scene;
using mineprint::archive::Observation;
using mineprint::archive::parse_sentinel2_metadata;
using mineprint::archive::Product;
using mineprint::archive::QualityKind;
using mineprint::archive::read_sentinel2;
using mineprint::archive::Scene;
using mineprint::archive::Sensor;
using mineprint::archive::Sentinel2Name;
using mineprint::archive::Source;
using mineprint::core::DataError;
using mineprint::raster::Raster;

namespace {

SyntheticSentinel2 before_offsets() {
    SyntheticSentinel2 product;
    product.id = "S2A_MSIL2A_20190212T192651_N0300_R013_T07HFE_20201007T160857";
    product.spacecraft = "Sentinel-2A";
    product.baseline = "03.00";
    product.start = "2019-02-12T19:26:51.024Z";
    product.offset.reset();
    return product;
}

/// An acquisition of 2019 processed anew in 2023: the offset goes with the baseline.
SyntheticSentinel2 reprocessed() {
    SyntheticSentinel2 product = before_offsets();
    product.id = "S2A_MSIL2A_20190212T192651_N0500_R013_T07HFE_20230607T160857";
    product.baseline = "05.00";
    product.offset = -1000;
    return product;
}

Observation load(const Scene& scene, const std::vector<std::string>& bands) {
    return load_scene(scene, bands, scene.grid, scene.grid.window());
}

void check_refused(const SyntheticSentinel2& product, const std::string& reason) {
    CAPTURE(reason);
    CHECK_THROWS_WITH(parse_sentinel2_metadata(product.metadata(), "a.xml"),
                      Catch::Contains(reason) && Catch::Contains("a.xml"));
}

}  // namespace

TEST_CASE("a Sentinel-2 folder becomes a scene of two resolutions") {
    const ScratchFolder scratch;
    SyntheticSentinel2 product;
    product.other_offsets[11] = -900;
    const fs::path metadata = product.write(scratch.path());
    CHECK(find_products(scratch.path()) == std::vector<Product>{{Source::sentinel2, metadata}});
    const Scene scene = read_sentinel2(metadata);
    CHECK(scene.id == product.id);
    CHECK(scene.sensor == Sensor::msi);
    CHECK(scene.platform == "sentinel-2b");
    CHECK(scene.date.text() == "2022-04-13");
    CHECK(scene.baseline == "04.00");
    CHECK(scene.cloud_cover_pct == 12.25);
    CHECK(scene.grid.pixel_width == 10);
    CHECK(scene.grid.width == 12);
    CHECK(scene.bands.size() == 10);  // B01 is not in the product
    CHECK(scene.find("nir")->path.string().ends_with("_B08_10m.tif"));
    CHECK(scene.find("nir08")->path.string().ends_with("_B8A_20m.tif"));
    CHECK(scene.find("blue")->path.string().ends_with("_B02_10m.tif"));  // not that of 20 m
    CHECK(scene.find("nir")->coarseness == 1);
    CHECK(scene.find("nir08")->coarseness == 2);
    CHECK(scene.find("red")->offset == -0.1);
    CHECK(scene.find("swir1")->offset == -0.09);  // an offset of its own
    CHECK(scene.find("red")->nodata == 0.0);
    CHECK(scene.find("red")->saturated == 65535.0);
    CHECK(scene.find(QualityKind::sentinel2_scene)->coarseness == 2);
}

TEST_CASE("the offset follows the baseline of the product, whatever the date") {
    const ScratchFolder scratch;
    SyntheticSentinel2 old = before_offsets();
    SyntheticSentinel2 again = reprocessed();
    SyntheticSentinel2 late;
    old.values["B04"] = 1234;
    again.values["B04"] = late.values["B04"] = 2234;
    for (const SyntheticSentinel2& product : {old, again, late}) {
        CAPTURE(product.id);
        const Observation seen = load(read_sentinel2(product.write(scratch.path())), {"red"});
        CHECK(seen.reflectance.bands[0][0] == Approx(0.1234).epsilon(1e-6));
    }
}

TEST_CASE("two processings of one Sentinel-2 acquisition share it, the newer wins by its text") {
    const ScratchFolder scratch;
    const Scene first = read_sentinel2(before_offsets().write(scratch.path()));
    const Scene second = read_sentinel2(reprocessed().write(scratch.path()));
    CHECK(first.acquisition == second.acquisition);
    CHECK(first.processed < second.processed);
}

TEST_CASE("nodata stays nodata, saturation is no value, the scene classification is not scaled") {
    const ScratchFolder scratch;
    SyntheticSentinel2 product;
    const fs::path metadata = product.write(scratch.path());
    const Scene scene = read_sentinel2(metadata);
    Raster<std::uint16_t> red(12, 12, 2000);
    red[0] = 0;
    red[1] = 65535;
    red[2] = 1000;   // reflectance 0
    red[3] = 500;    // negative reflectance is kept
    red[4] = 12000;  // 1.1
    mineprint::gdal_io::write_geotiff<std::uint16_t>(scene.find("red")->path, scene.grid, {red},
                                                     {});
    const Observation seen = load(scene, {"red", "swir1"});
    CHECK(std::isnan(seen.reflectance.bands[0][0]));
    CHECK(std::isnan(seen.reflectance.bands[0][1]));
    CHECK(seen.reflectance.bands[0][2] == Approx(0).margin(1e-7));
    CHECK(seen.reflectance.bands[0][3] == Approx(-0.05));
    CHECK(seen.reflectance.bands[0][4] == Approx(1.1));
    CHECK(seen.clear[0] == 0);
    CHECK(seen.clear[1] == 0);
    CHECK(seen.clear[2] == 1);
    CHECK(seen.num_outside == 2);
    mineprint::archive::QualityOptions quality;
    std::erase(quality.reject, mineprint::archive::QualityFlag::saturated);
    const std::vector<std::string> bands{"red"};
    const Observation kept = load_scene(scene, bands, scene.grid, scene.grid.window(), quality);
    CHECK(kept.reflectance.bands[0][1] == Approx(6.4535));
}

TEST_CASE("a pixel of 20 m shows under each of the four of 10 m that it covers") {
    const ScratchFolder scratch;
    const SyntheticSentinel2 product;
    const Scene scene = read_sentinel2(product.write(scratch.path()));
    const auto coarse = mineprint::archive::coarser(scene.grid, 2);
    Raster<std::uint16_t> swir(6, 6);
    Raster<std::uint16_t> classes(6, 6, 4);
    for (std::size_t i = 0; i < swir.size(); ++i) {
        swir[i] = static_cast<std::uint16_t>(1000 + i);
    }
    classes(2, 3) = 9;
    mineprint::gdal_io::write_geotiff<std::uint16_t>(scene.find("swir1")->path, coarse, {swir}, {});
    mineprint::gdal_io::write_geotiff<std::uint16_t>(scene.quality[0].path, coarse, {classes}, {});
    const Observation seen = load(scene, {"red", "swir1"});
    for (std::int64_t row = 0; row < 12; ++row) {
        for (std::int64_t column = 0; column < 12; ++column) {
            const double stored = 1000.0 + static_cast<double>(row / 2 * 6 + column / 2);
            CHECK(seen.reflectance.bands[1](row, column) ==
                  static_cast<float>(stored / 10000 - 0.1));
            CHECK(seen.clear(row, column) == (row / 2 == 2 && column / 2 == 3 ? 0 : 1));
        }
    }
}

TEST_CASE("clouds are widened beyond the edges of a window") {
    const ScratchFolder scratch;
    const Scene scene = read_sentinel2(SyntheticSentinel2().write(scratch.path()));
    const auto coarse = mineprint::archive::coarser(scene.grid, 2);
    Raster<std::uint16_t> classes(6, 6, 4);
    classes(0, 0) = 3;  // shadow
    classes(5, 5) = 2;  // dark: not rejected
    mineprint::gdal_io::write_geotiff<std::uint16_t>(scene.quality[0].path, coarse, {classes}, {});
    const std::vector<std::string> bands{"red"};
    mineprint::archive::QualityOptions quality;
    quality.dilation_m = 40;
    const Observation whole = load_scene(scene, bands, scene.grid, scene.grid.window(), quality);
    for (std::int64_t row = 0; row < 12; ++row) {
        for (std::int64_t column = 0; column < 12; ++column) {
            const std::int64_t r = row / 2;
            const std::int64_t c = column / 2;
            CHECK(whole.clear(row, column) == (r * r + c * c <= 4 ? 0 : 1));  // 2 pixels of 20 m
        }
    }
    for (std::int64_t row = 0; row < 12; row += 3) {
        const Observation strip = load_scene(scene, bands, scene.grid, {3, row, 7, 3}, quality);
        for (std::int64_t r = 0; r < 3; ++r) {
            for (std::int64_t c = 0; c < 7; ++c) {
                CHECK(strip.clear(r, c) == whole.clear(row + r, 3 + c));
            }
        }
    }
}

TEST_CASE("a zipped product is read without unpacking") {
    if (std::system("command -v zip > /dev/null") != 0) {
        WARN("skipped: there is no zip program");
        return;
    }
    const ScratchFolder scratch;
    const SyntheticSentinel2 product;
    const Scene unpacked = read_sentinel2(product.write(scratch.path() / "a"));
    const fs::path zip = scratch.path() / "b" / (product.id + ".zip");
    fs::create_directories(zip.parent_path());
    REQUIRE(std::system(fmt::format("cd {} && zip -qr {} {}.SAFE", (scratch.path() / "a").string(),
                                    zip.string(), product.id)
                            .c_str()) == 0);
    CHECK(find_products(scratch.path() / "b") == std::vector<Product>{{Source::sentinel2, zip}});
    const Scene scene = read_sentinel2(zip);
    CHECK(scene.id == unpacked.id);
    CHECK(scene.bands.size() == unpacked.bands.size());
    CHECK(scene.bytes == fs::file_size(zip));
    const Observation seen = load(scene, {"red", "nir08"});
    CHECK(seen.reflectance.bands[1][0] == Approx(0.1));
    mineprint::core::write_text_file(zip, "not a zip");
    CHECK_THROWS_WITH(read_sentinel2(zip), Catch::Contains(zip.string()));
}

TEST_CASE("metadata that contradict themselves or lack the offset are refused") {
    SyntheticSentinel2 product;
    product.spacecraft = "Sentinel-2A";
    check_refused(product, "SPACECRAFT_NAME");
    product = SyntheticSentinel2();
    product.baseline = "05.09";
    check_refused(product, "PROCESSING_BASELINE");
    product = SyntheticSentinel2();
    product.start = "2021-04-13T15:07:59.024Z";
    check_refused(product, "DATATAKE_SENSING_START");
    product = SyntheticSentinel2();
    product.quantification = "many";
    check_refused(product, "BOA_QUANTIFICATION_VALUE");
    product.quantification = "0";
    check_refused(product, "BOA_QUANTIFICATION_VALUE");
    product = SyntheticSentinel2();
    product.id = "S2B_MSIL1C_20220413T150759_N0400_R025_T33XWJ_20220414T082126";
    check_refused(product, "L1C");
    CHECK_THROWS_WITH(parse_sentinel2_metadata("<a><b></a>", "a.xml"), Catch::Contains("a.xml"));
    CHECK_THROWS_WITH(parse_sentinel2_metadata("<a></a>", "a.xml"), Catch::Contains("PRODUCT_URI"));

    product = SyntheticSentinel2();
    product.offset.reset();
    const auto without = parse_sentinel2_metadata(product.metadata(), "a.xml");
    CHECK_THROWS_WITH(without.offset_of(mineprint::archive::sentinel2_bands()[1]),
                      Catch::Contains("BOA_ADD_OFFSET") && Catch::Contains(product.id));
}

TEST_CASE("a product that is not complete, or of Level-1C, says so") {
    const ScratchFolder scratch;
    const SyntheticSentinel2 product;
    const fs::path metadata = product.write(scratch.path());
    const Scene scene = read_sentinel2(metadata);
    fs::remove(scene.find("rededge1")->path);
    CHECK(read_sentinel2(metadata).find("rededge1") == nullptr);  // not asked for
    CHECK_THROWS_WITH(read_sentinel2(metadata, {{"rededge1"}}), Catch::Contains("rededge1"));
    fs::remove(scene.find("blue")->path);
    CHECK(read_sentinel2(metadata).find("blue")->coarseness == 2);  // there is one of 20 m
    fs::remove(scene.quality[0].path);
    CHECK_THROWS_WITH(read_sentinel2(metadata), Catch::Contains("SCL"));
    CHECK_THROWS_WITH(read_sentinel2(metadata.parent_path() / "MTD_MSIL1C.xml"),
                      Catch::Contains("Level-1C"));
    fs::remove(metadata);
    const auto found = find_products(scratch.path());
    REQUIRE(found.size() == 1);
    CHECK_THROWS_AS(read_product(found[0], {}), DataError);
    CHECK(product_label(found[0]) == product.id);
}

TEST_CASE("names and baselines of Sentinel-2 are read as numbers") {
    const auto name =
        Sentinel2Name::parse("S2C_MSIL2A_20250701T101031_N0511_R022_T31NBJ_20250701T130304.SAFE");
    REQUIRE(name.has_value());
    CHECK(name->platform == "sentinel-2c");
    CHECK(name->tile == "T31NBJ");
    CHECK(name->baseline == "05.11");
    CHECK_FALSE(Sentinel2Name::parse("S2A_OPER_MSI_L2A_TL_2APS").has_value());
    CHECK_FALSE(Sentinel2Name::parse("S2A_MSIL2A_20251301T101031_N0511_R022_T31NBJ_20250701T130304")
                    .has_value());
    CHECK(baseline_number("02.14", "x") < baseline_number("N0400", "x"));
    CHECK(baseline_number("9.99", "x") < baseline_number("10.00", "x"));
    CHECK_THROWS_AS(baseline_number("new", "x"), DataError);
}

TEST_CASE("the real metadata of a product of baseline 02.14") {
    const fs::path data = shared_data();
    if (data.empty()) {
        return;
    }
    const fs::path file =
        data / "stac" / "sentinel2_l2a" / "esa_S2B_T22HBD_20210122_MTD_MSIL2A.xml";
    const auto metadata =
        parse_sentinel2_metadata(mineprint::core::read_text_file(file), file.string());
    CHECK(metadata.name.id == "S2B_MSIL2A_20210122T133229_N0214_R081_T22HBD_20210122T155500");
    CHECK(metadata.quantification == 10000);
    CHECK(metadata.offsets.empty());
    CHECK(metadata.offset_of(mineprint::archive::sentinel2_bands()[3]) == 0);
    CHECK(metadata.nodata == 0.0);
    CHECK(metadata.saturated == 65535.0);
    CHECK(metadata.cloud_cover_pct == Approx(0.447807));
    CHECK(metadata.images.size() == 35);
}
