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
using mineprint::archive::ForceName;
using mineprint::archive::load_scene;
using mineprint::archive::Observation;
using mineprint::archive::Product;
using mineprint::archive::read_force;
using mineprint::archive::Scene;
using mineprint::archive::Sensor;
using mineprint::archive::Source;
using mineprint::raster::Raster;

namespace {

using Band16 = Raster<std::int16_t>;

Observation load(const Scene& scene, const std::vector<std::string>& bands) {
    return load_scene(scene, bands, scene.grid, scene.grid.window());
}

void write_force(const fs::path& folder, const std::string& stem, std::size_t num_bands) {
    std::vector<Band16> bands;
    for (std::size_t i = 0; i < num_bands; ++i) {
        bands.emplace_back(4, 3, static_cast<std::int16_t>(1000 + 100 * i));
        bands.back()[0] = -9999;
    }
    mineprint::gdal_io::GeoTiffOptions tags;
    tags.nodata = -9999;
    mineprint::gdal_io::write_geotiff<std::int16_t>(folder / (stem + "_BOA.tif"),
                                                    synthetic_grid(4, 3), bands, tags);
    Band16 quality(4, 3, 0);
    quality[1] = 4;       // opaque cloud
    quality[2] = 1 << 5;  // water
    quality[3] = 3 << 11;
    mineprint::gdal_io::write_geotiff<std::int16_t>(folder / (stem + "_QAI.tif"),
                                                    synthetic_grid(4, 3), {quality}, {});
}

}  // namespace

TEST_CASE("a FORCE product gives its bands by their order, broad and narrow infrared apart") {
    const ScratchFolder scratch;
    const fs::path folder = scratch.path() / "X0003_Y0002";
    write_force(folder, "20190712_LEVEL2_LND08", 6);
    write_force(folder, "20190713_LEVEL2_SEN2B", 10);
    const auto products = find_products(scratch.path());
    REQUIRE(products.size() == 2);
    CHECK(products[1].source == Source::force);

    const Scene landsat = read_force(products[0].path);
    CHECK(landsat.id == "X0003_Y0002/20190712_LEVEL2_LND08");
    CHECK(landsat.sensor == Sensor::oli);
    CHECK(landsat.platform == "landsat-8");
    CHECK(landsat.date.text() == "2019-07-12");
    CHECK(landsat.find("nir")->band_number == 4);
    CHECK(landsat.find("swir2")->scale == 1e-4);
    const Observation seen = load(landsat, {"swir2", "blue"});
    CHECK(seen.reflectance.bands[0][5] == Approx(0.15));
    CHECK(std::isnan(seen.reflectance.bands[1][0]));
    const std::vector<std::uint8_t> clear{0, 0, 1, 1, 1, 1};
    CHECK(std::equal(clear.begin(), clear.end(), seen.clear.values().begin()));

    const Scene sentinel = read_force(products[1].path);
    CHECK(sentinel.platform == "sentinel-2b");
    CHECK(sentinel.find("nir")->band_number == 7);
    CHECK(sentinel.find("nir08")->band_number == 8);
    CHECK(sentinel.find("rededge3")->band_number == 6);

    write_force(folder, "20190714_LEVEL2_SEN2A", 6);
    CHECK_THROWS_WITH(read_force(folder / "20190714_LEVEL2_SEN2A_BOA.tif"),
                      Catch::Contains("6 bands") && Catch::Contains("10"));
    write_force(folder, "20190714_LEVEL2_MOD01", 6);
    CHECK_THROWS_WITH(read_force(folder / "20190714_LEVEL2_MOD01_BOA.tif"),
                      Catch::Contains("MOD01"));
    fs::remove(folder / "20190712_LEVEL2_LND08_QAI.tif");
    CHECK_THROWS_WITH(read_force(products[0].path), Catch::Contains("_QAI.tif"));
    CHECK_FALSE(ForceName::parse("20191312_LEVEL2_LND08_BOA.tif").has_value());
}
