// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include "mineprint/archive/catalogue.hpp"
#include "mineprint/archive/landsat_metadata.hpp"
#include "mineprint/archive/product.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "synthetic_product.hpp"
#include "test_main.hpp"

namespace fs = std::filesystem;
using mineprint::archive::ArchiveOptions;
using mineprint::archive::find_products;
using mineprint::archive::make_catalogue;
using mineprint::archive::Product;
using mineprint::archive::QualityKind;
using mineprint::archive::read_image;
using mineprint::archive::read_landsat;
using mineprint::archive::read_product;
using mineprint::archive::Scene;
using mineprint::archive::Sensor;
using mineprint::archive::Source;
using mineprint::core::DataError;
using mineprint::raster::Raster;

namespace {

void touch(const fs::path& path) {
    fs::create_directories(path.parent_path());
    mineprint::core::write_text_file(path, "");
}

/// A product of 4 × 3 pixels whose layers all hold one value.
fs::path write_product(const fs::path& folder, const SyntheticProduct& product) {
    std::map<std::string, Raster<std::uint16_t>> layers;
    for (const int band : product.bands) {
        layers["SR_B" + std::to_string(band)] = Raster<std::uint16_t>(4, 3, 10000);
    }
    layers["QA_PIXEL"] = layers["QA_RADSAT"] = Raster<std::uint16_t>(4, 3, 0);
    fs::path metadata = product.write_odl(folder);
    write_layers(folder, product.id, synthetic_grid(4, 3), layers);
    return metadata;
}

Scene landsat(const std::string& id, const std::string& place = "a") {
    Scene scene = mineprint::archive::landsat_scene(mineprint::archive::LandsatName::parse(id));
    scene.bands.push_back({"red", place + "/" + id + "_SR_B4.TIF"});
    return scene;
}

std::vector<Product> landsat_products(const std::vector<fs::path>& paths) {
    std::vector<Product> products;
    for (const fs::path& path : paths) {
        products.push_back({Source::landsat, path});
    }
    return products;
}

std::vector<std::string> ids(const std::vector<Scene>& scenes) {
    std::vector<std::string> result;
    for (const Scene& scene : scenes) {
        result.push_back(scene.id);
    }
    return result;
}

}  // namespace

TEST_CASE("products are found at any depth, sorted, one metadata file each") {
    const ScratchFolder scratch;
    const fs::path root = scratch.path();
    touch(root / "b" / "P2_MTL.xml");
    touch(root / "b" / "P2_MTL.json");
    touch(root / "a" / "deep" / "er" / "P1_MTL.txt");
    touch(root / "a" / "deep" / "er" / "P1_MTL.xml");
    touch(root / "a" / "deep" / "er" / "P1_SR_B1.TIF");
    touch(root / "a" / "P1_MTL.txt.aux");
    touch(root / "P3_MTL.xml");
    touch(root / "_MTL" / "readme.txt");
    CHECK(find_products(root) ==
          landsat_products({root / "P3_MTL.xml", root / "a" / "deep" / "er" / "P1_MTL.txt",
                            root / "b" / "P2_MTL.json"}));
}

TEST_CASE("links are followed once, and a loop of links ends") {
    const ScratchFolder scratch;
    const fs::path root = scratch.path() / "root";
    const fs::path other = scratch.path() / "other";
    touch(root / "a" / "P1_MTL.txt");
    touch(other / "P2_MTL.txt");
    fs::create_directory_symlink(root, root / "a" / "up");
    fs::create_directory_symlink(other, root / "linked");
    fs::create_directory_symlink(other, root / "linked_again");
    fs::create_directory_symlink(root, other / "back");
    fs::create_symlink(root / "nowhere", root / "broken");
    fs::create_symlink(other / "P2_MTL.txt", root / "P2_MTL.txt");
    CHECK(find_products(root) == landsat_products({root / "P2_MTL.txt", root / "a" / "P1_MTL.txt",
                                                   root / "linked" / "P2_MTL.txt"}));
}

TEST_CASE("an archive that is not a folder is refused by name") {
    const ScratchFolder scratch;
    CHECK_THROWS_WITH(find_products(scratch.path() / "nowhere"), Catch::Contains("nowhere"));
    touch(scratch.path() / "file");
    CHECK_THROWS_AS(find_products(scratch.path() / "file"), DataError);
    CHECK(find_products(scratch.path()).empty());
}

TEST_CASE("a product becomes a scene") {
    const ScratchFolder scratch;
    const SyntheticProduct product = thematic_mapper();
    const fs::path metadata = write_product(scratch.path(), product);
    const auto later = fs::last_write_time(metadata) + std::chrono::hours(1);
    fs::last_write_time(scratch.path() / (product.id + "_SR_B3.TIF"), later);
    const Scene scene = read_landsat(metadata);
    CHECK(scene.id == product.id);
    CHECK(scene.sensor == Sensor::tm);
    CHECK(scene.date.text() == "2005-02-10");
    CHECK(scene.tier == "T1");
    CHECK(scene.epoch.empty());
    CHECK(scene.cloud_cover_pct == 12.5);
    CHECK(scene.platform == "landsat-5");
    REQUIRE(scene.quality.size() == 2);
    CHECK(scene.find(QualityKind::landsat_pixel)->path ==
          scratch.path() / (product.id + "_QA_PIXEL.TIF"));
    CHECK(scene.find(QualityKind::landsat_saturation)->path ==
          scratch.path() / (product.id + "_QA_RADSAT.TIF"));
    CHECK(scene.grid.width == 4);
    CHECK(scene.grid.height == 3);
    CHECK(scene.grid.origin_x == 300000);
    CHECK(scene.grid.pixel_height == 30);
    REQUIRE(scene.bands.size() == 6);
    CHECK(scene.find("nir")->path == scratch.path() / (product.id + "_SR_B4.TIF"));
    CHECK(scene.find("nir")->scale == 2.75e-05);
    CHECK(scene.find("nir")->offset == -0.2);
    CHECK(scene.find("nir")->nodata == 0.0);
    CHECK(scene.find("coastal") == nullptr);
    std::uintmax_t bytes = 0;
    for (const auto& file : fs::directory_iterator(scratch.path())) {
        bytes += file.file_size();
    }
    CHECK(scene.bytes == bytes);
    CHECK(scene.modified_ns ==
          std::chrono::nanoseconds(std::chrono::file_clock::to_sys(later).time_since_epoch())
              .count());
}

TEST_CASE("a missing file is named together with its product") {
    const ScratchFolder scratch;
    const SyntheticProduct product;
    const fs::path metadata = write_product(scratch.path(), product);
    const auto file = [&](const std::string& layer) {
        return scratch.path() / (product.id + "_" + layer + ".TIF");
    };
    fs::remove(file("SR_B1"));
    CHECK(read_landsat(metadata).find("coastal") == nullptr);  // not asked for
    const std::vector<std::string> coastal{"coastal"};
    CHECK_THROWS_WITH(read_landsat(metadata, {coastal}), Catch::Contains("SR_B1.TIF"));

    fs::remove(file("QA_RADSAT"));
    CHECK(read_landsat(metadata).find(QualityKind::landsat_saturation) == nullptr);

    fs::remove(file("SR_B6"));
    CHECK_THROWS_AS(read_landsat(metadata), DataError);
    CHECK_THROWS_WITH(read_landsat(metadata), Catch::Contains(product.id) &&
                                                  Catch::Contains(file("SR_B6").string()) &&
                                                  Catch::Contains("swir1"));
    const std::vector<std::string> red_nir{"red", "nir"};
    CHECK(read_landsat(metadata, {red_nir}).find("swir1") == nullptr);

    fs::remove(file("QA_PIXEL"));
    CHECK_THROWS_WITH(read_landsat(metadata, {red_nir}),
                      Catch::Contains(file("QA_PIXEL").string()) && Catch::Contains(product.id));
}

TEST_CASE("a band that the sensor does not have is refused") {
    const ScratchFolder scratch;
    const fs::path metadata = write_product(scratch.path(), thematic_mapper());
    const std::vector<std::string> coastal{"coastal"};
    CHECK_THROWS_WITH(read_landsat(metadata, {coastal}),
                      Catch::Contains("coastal") && Catch::Contains("TM"));
}

TEST_CASE("real products become scenes, the quarantine catches what has no files") {
    const fs::path data = shared_data();
    if (data.empty()) {
        return;
    }
    std::vector<Scene> scenes;
    std::vector<mineprint::archive::Quarantined> quarantined;
    for (const Product& product : find_products(data / "landsat")) {
        try {
            if (auto scene = read_product(product, {})) {
                scenes.push_back(std::move(*scene));
            }
        } catch (const DataError& error) {
            quarantined.push_back(
                {product_label(product), product.path.string(), "", "", error.what()});
        }
    }
    const auto catalogue = make_catalogue(std::move(scenes), std::move(quarantined));
    CHECK(ids(catalogue.scenes) ==
          std::vector<std::string>{"LC08_L2SP_008059_20191201_20200825_02_T1",
                                   "LC08_L2SP_001062_20201031_20201106_02_T2"});
    CHECK(catalogue.scenes[0].grid.width == 512);
    CHECK(catalogue.scenes[0].bands.size() == 6);
    // ls -l: MTL.txt, six bands, QA_PIXEL, QA_RADSAT and SR_QA_AEROSOL
    CHECK(catalogue.scenes[0].bytes == 4478332);
    CHECK(catalogue.scenes[1].cloud_cover_pct == 99.94);
    CHECK(catalogue.quarantined.size() >= 9);
    bool level1 = false;
    for (const auto& one : catalogue.quarantined) {
        level1 = level1 || one.path.find("LT52240631988227CUB02_MTL.txt") != std::string::npos;
    }
    CHECK(level1);
}

TEST_CASE("of one acquisition the final tier wins, then the newest processing") {
    const auto catalogue = make_catalogue({landsat("LC08_L2SP_131042_20200131_20200301_02_T1"),
                                           landsat("LC08_L2SP_131042_20200115_20200116_02_RT"),
                                           landsat("LC08_L2SP_131042_20200115_20200823_02_T2"),
                                           landsat("LC08_L2SP_131042_20200115_20200601_02_T1"),
                                           landsat("LC08_L2SP_131042_20200115_20210101_02_RT"),
                                           landsat("LC08_L2SP_131043_20200115_20200601_02_T1"),
                                           landsat("LC09_L2SP_131042_20200115_20200601_02_T1"),
                                           landsat("LC08_L2SP_131042_20191230_20200110_02_RT")},
                                          {});
    CHECK(ids(catalogue.scenes) ==
          std::vector<std::string>{"LC08_L2SP_131042_20191230_20200110_02_RT",
                                   "LC08_L2SP_131042_20200115_20200823_02_T2",
                                   "LC08_L2SP_131043_20200115_20200601_02_T1",
                                   "LC09_L2SP_131042_20200115_20200601_02_T1",
                                   "LC08_L2SP_131042_20200131_20200301_02_T1"});
}

TEST_CASE("the catalogue does not depend on the order the scenes come in") {
    std::vector<Scene> scenes{landsat("LC08_L2SP_131042_20200115_20200823_02_T1", "b"),
                              landsat("LC08_L2SP_131042_20200115_20200823_02_T1", "a"),
                              landsat("LC08_L2SR_131042_20200115_20200823_02_T1", "a"),
                              landsat("LC08_L2SP_131042_20200131_20200823_02_T1", "c")};
    for (int turn = 0; turn < 4; ++turn) {
        const auto catalogue = make_catalogue(scenes, {});
        REQUIRE(catalogue.scenes.size() == 2);
        CHECK(catalogue.scenes[0].bands[0].path.parent_path() == "a");
        CHECK(catalogue.scenes[0].id == "LC08_L2SP_131042_20200115_20200823_02_T1");
        std::rotate(scenes.begin(), scenes.begin() + 1, scenes.end());
    }
}

TEST_CASE("images are all kept, and quarantined products are in order") {
    Scene first;
    first.id = "2005.tif";
    Scene second;
    second.id = "2000.tif";
    const auto catalogue =
        make_catalogue({first, second, first}, {{"b", "", "", "", "x"}, {"a", "", "", "", "y"}});
    CHECK(ids(catalogue.scenes) == std::vector<std::string>{"2000.tif", "2005.tif", "2005.tif"});
    CHECK(catalogue.quarantined[0].scene == "a");
}

TEST_CASE("an image is a scene with what the options, else its tags, say") {
    const ScratchFolder scratch;
    const fs::path path = scratch.path() / "2005.tif";
    mineprint::gdal_io::GeoTiffOptions tags;
    tags.nodata = -32768;
    tags.scale = 1e-4;
    tags.offset = 0.25;
    const std::vector<Raster<std::int16_t>> bands(2, Raster<std::int16_t>(4, 3, 500));
    mineprint::gdal_io::write_geotiff<std::int16_t>(path, synthetic_grid(4, 3), bands, tags);

    ArchiveOptions options;
    options.bands = {"nir", "red"};
    Scene scene = read_image({"2005", path}, options);
    CHECK(scene.id == path.string());
    CHECK(scene.epoch == "2005");
    CHECK(scene.sensor == Sensor::image);
    CHECK(scene.quality.empty());
    CHECK(scene.grid.width == 4);
    CHECK(scene.bytes == fs::file_size(path));
    CHECK(scene.find("red")->band_number == 2);
    CHECK(scene.find("red")->scale == 1e-4);
    CHECK(scene.find("red")->offset == 0.25);
    CHECK(scene.find("red")->nodata == -32768.0);

    options.scale = 0.5;
    options.offset = 0.0;
    options.nodata = 0.0;
    scene = read_image({"2005", path}, options);
    CHECK(scene.find("nir")->scale == 0.5);
    CHECK(scene.find("nir")->offset == 0.0);
    CHECK(scene.find("nir")->nodata == 0.0);
}

TEST_CASE("an image that does not fit is refused by name") {
    const ScratchFolder scratch;
    const fs::path path = scratch.path() / "2005.tif";
    const std::vector<Raster<std::uint8_t>> bands(2, Raster<std::uint8_t>(4, 3, 1));
    mineprint::gdal_io::write_geotiff<std::uint8_t>(path, synthetic_grid(4, 3), bands, {});
    ArchiveOptions options;
    options.bands = {"nir"};
    CHECK_THROWS_WITH(read_image({"2005", path}, options),
                      Catch::Contains("2005.tif") && Catch::Contains("2 bands"));
    mineprint::geo::Grid lost = synthetic_grid(4, 3);
    lost.crs_wkt.clear();
    mineprint::gdal_io::write_geotiff<std::uint8_t>(path, lost, bands, {});
    options.bands = {"nir", "red"};
    CHECK_THROWS_WITH(read_image({"2005", path}, options),
                      Catch::Contains("2005.tif") && Catch::Contains("CRS"));
    CHECK_THROWS_WITH(read_image({"2005", scratch.path() / "none.tif"}, options),
                      Catch::Contains("none.tif"));
}
