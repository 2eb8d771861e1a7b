// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/archive/product.hpp"
#include "mineprint/archive/product_names.hpp"
#include "mineprint/archive/scene_loader.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "synthetic_product.hpp"
#include "test_main.hpp"

namespace fs = std::filesystem;
using mineprint::archive::find_products;
using mineprint::archive::HlsName;
using mineprint::archive::load_scene;
using mineprint::archive::Observation;
using mineprint::archive::Product;
using mineprint::archive::read_hls;
using mineprint::archive::Scene;
using mineprint::archive::Sensor;
using mineprint::archive::Source;
using mineprint::core::DataError;
using mineprint::raster::Raster;

namespace {

using Band16 = Raster<std::int16_t>;

/// The tags of a file of HLS v2.
mineprint::gdal_io::GeoTiffOptions hls_tags() {
    mineprint::gdal_io::GeoTiffOptions tags;
    tags.nodata = -9999;
    tags.scale = 1e-4;
    tags.metadata = {{"cloud_coverage", "23"}, {"_FillValue", "-9999"}};
    return tags;
}

void write_hls(const fs::path& folder, const std::string& stem,
               const std::vector<std::string>& codes) {
    std::int16_t value = 1000;
    for (const std::string& code : codes) {
        Band16 band(4, 3, value);
        band[0] = -9999;
        mineprint::gdal_io::write_geotiff<std::int16_t>(folder / (stem + "." + code + ".tif"),
                                                        synthetic_grid(4, 3), {band}, hls_tags());
        value = static_cast<std::int16_t>(value + 100);
    }
    Raster<std::uint8_t> fmask(4, 3, 64);  // low aerosol
    fmask[1] = 2;                          // cloud
    fmask[2] = 32;                         // water
    fmask[3] = 255;
    mineprint::gdal_io::write_geotiff<std::uint8_t>(folder / (stem + ".Fmask.tif"),
                                                    synthetic_grid(4, 3), {fmask}, {});
}

Observation load(const Scene& scene, const std::vector<std::string>& bands) {
    return load_scene(scene, bands, scene.grid, scene.grid.window());
}

}  // namespace

TEST_CASE("the two products of HLS give the bands that they have in common") {
    const ScratchFolder scratch;
    const std::string landsat = "HLS.L30.T17SLU.2020209T155956.v2.0";
    const std::string sentinel = "HLS.S30.T17SLU.2020210T160901.v2.0";
    write_hls(scratch.path(), landsat, {"B02", "B03", "B04", "B05", "B06", "B07"});
    write_hls(scratch.path(), sentinel,
              {"B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12"});
    const auto products = find_products(scratch.path());
    REQUIRE(products.size() == 2);
    CHECK(products[0] == Product{Source::hls, scratch.path() / (landsat + ".Fmask.tif")});

    const Scene l30 = read_hls(products[0].path);
    CHECK(l30.id == landsat);
    CHECK(l30.sensor == Sensor::oli);
    CHECK(l30.date.text() == "2020-07-27");  // day 209 of a leap year
    CHECK(l30.cloud_cover_pct == 23);
    CHECK(l30.harmonised);
    CHECK(l30.find("nir")->path.string().ends_with(".B05.tif"));
    CHECK(l30.find("swir1")->path.string().ends_with(".B06.tif"));

    const Scene s30 = read_hls(products[1].path);
    CHECK(s30.sensor == Sensor::msi);
    CHECK(s30.find("nir")->path.string().ends_with(".B8A.tif"));
    CHECK(s30.find("rededge1")->path.string().ends_with(".B05.tif"));
    CHECK(s30.find("swir1")->path.string().ends_with(".B11.tif"));

    const Observation seen = load(l30, {"blue", "nir"});
    CHECK(seen.reflectance.bands[0][5] == Approx(0.10));
    CHECK(seen.reflectance.bands[1][5] == Approx(0.13));
    CHECK(std::isnan(seen.reflectance.bands[0][0]));
    const std::vector<std::uint8_t> clear{0, 0, 1, 0, 1, 1};
    CHECK(std::equal(clear.begin(), clear.end(), seen.clear.values().begin()));

    fs::remove(scratch.path() / (landsat + ".B04.tif"));
    CHECK_THROWS_WITH(read_hls(products[0].path),
                      Catch::Contains("red") && Catch::Contains(landsat));
    CHECK_THROWS_AS(read_hls(scratch.path() / "HLS.L30.T17SLU.2020209T155956.v1.5.Fmask.tif"),
                    DataError);
    CHECK_FALSE(HlsName::parse("HLS.L30.T17SLU.2019366T155956.v2.0.Fmask.tif").has_value());
}
