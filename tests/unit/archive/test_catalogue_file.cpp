// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/catalogue_file.hpp"
#include "mineprint/archive/product.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/vector_reader.hpp"
#include "synthetic_product.hpp"
#include "synthetic_sentinel2.hpp"
#include "test_main.hpp"

namespace fs = std::filesystem;
using mineprint::archive::CatalogueContent;
using mineprint::archive::footprint;
using mineprint::archive::is_unchanged;
using mineprint::archive::Product;
using mineprint::archive::read_catalogue;
using mineprint::archive::read_product;
using mineprint::archive::Scene;
using mineprint::archive::Sensor;
using mineprint::archive::Source;
using mineprint::archive::write_catalogue;

namespace {

Scene sentinel2_in(const fs::path& folder) {
    return *read_product({Source::sentinel2, SyntheticSentinel2().write(folder)}, {});
}

CatalogueContent content_of(const Scene& scene) {
    CatalogueContent content;
    content.reading = "bands=";
    content.rows.push_back({scene, "2020,2022"});
    Scene other = scene;
    other.id = "b";
    other.cloud_cover_pct = -1;
    other.provisional = true;
    content.rows.push_back({other, ""});
    content.quarantined = {{"c", "/c", "", "", "broken"}};
    return content;
}

}  // namespace

TEST_CASE("a catalogue is read as it was written, and written again only when it differs") {
    const ScratchFolder scratch;
    const Scene scene = sentinel2_in(scratch.path());
    const CatalogueContent content = content_of(scene);
    const fs::path path = scratch.path() / "catalogue.gpkg";
    CHECK_FALSE(read_catalogue(path).has_value());
    CHECK(write_catalogue(path, content));
    const std::string bytes = mineprint::core::sha256_of_file(path);
    CHECK_FALSE(write_catalogue(path, content));
    const fs::path second = scratch.path() / "second.gpkg";
    CHECK(write_catalogue(second, content));
    CHECK(mineprint::core::sha256_of_file(second) == bytes);

    const auto got = read_catalogue(path);
    REQUIRE(got.has_value());
    CHECK(got->reading == content.reading);
    CHECK(got->quarantined == content.quarantined);
    REQUIRE(got->rows.size() == 2);
    CHECK(got->rows[0].epochs == "2020,2022");
    const Scene& same = got->rows[0].scene;
    CHECK(same.id == scene.id);
    CHECK(same.sensor == Sensor::msi);
    CHECK(same.platform == scene.platform);
    CHECK(same.date == scene.date);
    CHECK(same.baseline == scene.baseline);
    CHECK(same.acquisition == scene.acquisition);
    CHECK(same.processed == scene.processed);
    CHECK(same.cloud_cover_pct == scene.cloud_cover_pct);
    CHECK(same.grid == scene.grid);
    CHECK(same.quality == scene.quality);
    CHECK(same.product == scene.product);
    CHECK(same.bytes == scene.bytes);
    CHECK(same.modified_ns == scene.modified_ns);
    REQUIRE(same.bands.size() == scene.bands.size());
    for (std::size_t i = 0; i < same.bands.size(); ++i) {
        CHECK(same.bands[i].band == scene.bands[i].band);
        CHECK(same.bands[i].path == scene.bands[i].path);
        CHECK(same.bands[i].scale == scene.bands[i].scale);  // to the last bit
        CHECK(same.bands[i].offset == scene.bands[i].offset);
        CHECK(same.bands[i].nodata == scene.bands[i].nodata);
        CHECK(same.bands[i].saturated == scene.bands[i].saturated);
        CHECK(same.bands[i].coarseness == scene.bands[i].coarseness);
    }
    CHECK(got->rows[1].scene.provisional);
    CHECK(got->rows[1].scene.cloud_cover_pct == -1);

    CatalogueContent other = content;
    other.rows[1].scene.modified_ns += 1;
    CHECK(write_catalogue(path, other));
    CHECK(read_catalogue(path)->rows[1].scene.modified_ns == other.rows[1].scene.modified_ns);
    mineprint::core::write_text_file(path, "something else");
    CHECK_FALSE(read_catalogue(path).has_value());
    CHECK(write_catalogue(path, other));
}

TEST_CASE("footprints are seen by other programs as polygons in longitude and latitude") {
    const ScratchFolder scratch;
    const Scene scene = sentinel2_in(scratch.path());
    const fs::path path = scratch.path() / "catalogue.gpkg";
    CatalogueContent content = content_of(scene);
    write_catalogue(path, content);
    mineprint::gdal_io::VectorOptions options;
    options.layer = "scenes";
    options.target_crs = scene.grid.crs_wkt;
    const auto layer = mineprint::gdal_io::read_vector(path, options);
    REQUIRE(layer.features.size() == 2);
    const auto extent = layer.features[0].polygon.extent();
    CHECK(extent.xmin == Approx(300000).margin(0.01));
    CHECK(extent.ymax == Approx(7300000).margin(0.01));
    CHECK(extent.xmax == Approx(300120).margin(0.01));
    CHECK(layer.features[0].fields.at("baseline") == "04.00");
}

TEST_CASE("a scene across the date line has one footprint") {
    Scene scene;
    scene.grid = {
        mineprint::gdal_io::crs_to_wkt("EPSG:32601"), 100000, 1000000, 1000, 1000, 100, 100};
    const auto ring = footprint(scene);
    REQUIRE(ring.size() == 16);
    for (const auto& point : ring) {
        CHECK(point.x > 179);
        CHECK(point.x < 182);
    }
}

TEST_CASE("a product whose files, or whose folder, changed is read again") {
    const ScratchFolder scratch;
    Scene scene = sentinel2_in(scratch.path());
    CHECK(is_unchanged(scene));
    const fs::path red = scene.find("red")->path;
    const auto time = fs::last_write_time(red);
    fs::last_write_time(red, time + std::chrono::seconds(100));
    CHECK_FALSE(is_unchanged(scene));
    fs::last_write_time(red, time);
    CHECK(is_unchanged(scene));
    mineprint::core::write_text_file(scene.product.parent_path() / "new.txt", "x");
    CHECK_FALSE(is_unchanged(scene));
    scene = sentinel2_in(scratch.path());
    fs::remove(scene.find("swir2")->path);
    CHECK_FALSE(is_unchanged(scene));
    scene.product.clear();
    CHECK_FALSE(is_unchanged(scene));
}
