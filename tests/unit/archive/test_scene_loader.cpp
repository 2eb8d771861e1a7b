// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>
#include <numeric>

#include "mineprint/archive/catalogue.hpp"
#include "mineprint/archive/product.hpp"
#include "mineprint/archive/scene_loader.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "synthetic_product.hpp"
#include "test_main.hpp"

namespace fs = std::filesystem;
using mineprint::archive::load_scene;
using mineprint::archive::Observation;
using mineprint::archive::read_landsat;
using mineprint::archive::Scene;
using mineprint::core::DataError;
using mineprint::geo::Grid;
using mineprint::geo::PixelWindow;
using mineprint::raster::Mask;
using mineprint::raster::Raster;

namespace {

const std::vector<std::string> six{"blue", "green", "red", "nir", "swir1", "swir2"};
const std::vector<std::string> red_nir{"red", "nir"};

std::int64_t num_clear(const Mask& mask) {
    return std::accumulate(mask.values().begin(), mask.values().end(), std::int64_t{0});
}

double sum_over(const Mask& clear, const mineprint::raster::ScaledRaster& values) {
    double sum = 0;
    for (std::size_t i = 0; i < clear.size(); ++i) {
        sum += clear[i] != 0 ? static_cast<double>(values[i]) : 0;
    }
    return sum;
}

/// Landsat 8, 4 × 3 pixels; band b holds 10000 · b + pixel number; all quality bits say land.
struct SmallScene {
    ScratchFolder scratch;
    SyntheticProduct product;
    Grid grid = synthetic_grid(4, 3);
    fs::path metadata;

    SmallScene() : metadata(product.write_odl(scratch.path())) {
        for (int band = 1; band <= 5; ++band) {
            Raster<std::uint16_t> values(4, 3);
            for (std::size_t i = 0; i < values.size(); ++i) {
                values[i] = static_cast<std::uint16_t>(10000U * static_cast<unsigned>(band) + i);
            }
            write("SR_B" + std::to_string(band), values);
        }
        write("QA_PIXEL", Raster<std::uint16_t>(4, 3, 21824));
        write("QA_RADSAT", Raster<std::uint16_t>(4, 3, 0));
    }
    void write(const std::string& layer, const Raster<std::uint16_t>& values) const {
        write_layers(scratch.path(), product.id, grid, {{layer, values}});
    }
    [[nodiscard]] fs::path file(const std::string& layer) const {
        return scratch.path() / (product.id + "_" + layer + ".TIF");
    }
    [[nodiscard]] Scene scene() const { return read_landsat(metadata, {red_nir}); }
    [[nodiscard]] Observation load() const {
        return load_scene(scene(), red_nir, grid, grid.window());
    }
};

float reflectance(int stored) {
    return static_cast<float>(static_cast<double>(stored) * 2.75e-05 + -0.2);
}

}  // namespace

TEST_CASE("a scene gives its reflectance in the order of the bands asked for") {
    const SmallScene small;
    const Observation seen = small.load();
    CHECK(seen.scene == small.product.id);
    CHECK(seen.date.text() == "2020-01-15");
    CHECK(seen.reflectance.names == red_nir);
    CHECK(seen.clear == Mask(4, 3, 1));
    for (int i = 0; i < 12; ++i) {
        const auto pixel = static_cast<std::size_t>(i);
        CHECK(seen.reflectance.bands[0][pixel] == reflectance(40000 + i));
        CHECK(seen.reflectance.bands[1][pixel] == reflectance(50000 + i));
    }
}

TEST_CASE("stored values beyond the valid range are kept as they are") {
    const SmallScene small;
    Raster<std::uint16_t> red(4, 3, 65535);
    red[0] = 1;
    small.write("SR_B4", red);
    const Observation seen = small.load();
    CHECK(seen.reflectance.bands[0][0] == Approx(-0.1999725F));
    CHECK(seen.reflectance.bands[0][1] == Approx(1.6022125F));
    CHECK(num_clear(seen.clear) == 12);
}

TEST_CASE("a pixel is clear where quality accepts it and every band has a value") {
    const SmallScene small;
    Raster<std::uint16_t> quality(4, 3, 21824);
    quality[0] = 22280;  // cloud
    quality[1] = 21888;  // water: stays
    quality[2] = 1;      // fill
    small.write("QA_PIXEL", quality);
    Raster<std::uint16_t> saturation(4, 3, 0);
    saturation[3] = 1U << 3;   // band 4, used
    saturation[4] = 1U << 6;   // band 7, not used
    saturation[5] = 1U << 11;  // terrain occlusion
    small.write("QA_RADSAT", saturation);
    Raster<std::uint16_t> nir(4, 3, 20000);
    nir[6] = 0;  // nodata, though the file has no tag
    small.write("SR_B5", nir);
    const Observation seen = small.load();
    const std::vector<std::uint8_t> expected{0, 1, 0, 0, 1, 0, 0, 1, 1, 1, 1, 1};
    CHECK(std::equal(expected.begin(), expected.end(), seen.clear.values().begin()));
    CHECK(std::isnan(seen.reflectance.bands[1][6]));
    CHECK(seen.reflectance.bands[0][6] == reflectance(40006));
    CHECK(seen.reflectance.bands[0][0] == reflectance(40000));  // under cloud, but a value
}

TEST_CASE("without QA_RADSAT there is no test of saturation") {
    const SmallScene small;
    small.write("QA_RADSAT", Raster<std::uint16_t>(4, 3, 0xFFFF));
    CHECK(num_clear(small.load().clear) == 0);
    fs::remove(small.file("QA_RADSAT"));
    CHECK(num_clear(small.load().clear) == 12);
}

TEST_CASE("a window may lie across the edge of the scene or beside it") {
    const SmallScene small;
    const Scene scene = small.scene();
    const Grid region = small.grid.cut({-100, -100, 200, 200});
    const Observation edge = load_scene(scene, red_nir, region, {98, 99, 4, 3});
    for (std::int64_t row = 0; row < 3; ++row) {
        for (std::int64_t column = 0; column < 4; ++column) {
            const std::int64_t scene_row = row - 1;
            const std::int64_t scene_column = column - 2;
            const bool inside = scene_row >= 0 && scene_column >= 0;
            CHECK((edge.clear(row, column) != 0) == inside);
            const float red = edge.reflectance.bands[0](row, column);
            const int pixel = static_cast<int>(scene_row * 4 + scene_column);
            CHECK((inside ? red == reflectance(40000 + pixel) : std::isnan(red)));
        }
    }
    const Observation beside = load_scene(scene, red_nir, region, {0, 0, 50, 40});
    CHECK(beside.clear == Mask(50, 40, 0));
    CHECK(beside.reflectance.bands[1].width() == 50);
    CHECK(std::isnan(beside.reflectance.bands[1][0]));
    CHECK(beside.reflectance.names == red_nir);
}

TEST_CASE("a region of half the resolution takes the pixel below each centre") {
    const SmallScene small;
    Grid region = small.grid;
    region.pixel_width = region.pixel_height = 60;
    region.origin_x -= 15;  // centres at 15 m from the scene's corner: inside its first pixel
    region.origin_y += 15;
    region.width = 3;
    region.height = 2;
    const Observation seen = load_scene(small.scene(), red_nir, region, region.window());
    CHECK(num_clear(seen.clear) == 4);
    CHECK(seen.reflectance.bands[0](0, 0) == reflectance(40000));
    CHECK(seen.reflectance.bands[0](0, 1) == reflectance(40002));
    CHECK(seen.reflectance.bands[0](1, 0) == reflectance(40008));
    CHECK(seen.clear(0, 2) == 0);
}

TEST_CASE("where nothing is clear no band is read") {
    const SmallScene small;
    const Scene scene = small.scene();
    small.write("QA_PIXEL", Raster<std::uint16_t>(4, 3, 22280));
    fs::remove(small.file("SR_B4"));
    const Observation seen = load_scene(scene, red_nir, small.grid, small.grid.window());
    CHECK(seen.clear == Mask(4, 3, 0));
    CHECK(std::isnan(seen.reflectance.bands[0][0]));
}

TEST_CASE("files that vanish, break or lie elsewhere are named") {
    const SmallScene small;
    const Scene scene = small.scene();
    const auto load = [&] { return load_scene(scene, red_nir, small.grid, small.grid.window()); };

    Grid shifted = small.grid;
    shifted.origin_x += 30;
    write_layers(small.scratch.path(), small.product.id, shifted,
                 {{"SR_B5", Raster<std::uint16_t>(4, 3, 9000)}});
    CHECK_THROWS_AS(load(), DataError);
    CHECK_THROWS_WITH(
        load(), Catch::Contains(small.file("SR_B5").string()) && Catch::Contains(small.product.id));

    write_layers(small.scratch.path(), small.product.id, small.grid.cut({0, 0, 4, 2}),
                 {{"SR_B5", Raster<std::uint16_t>(4, 2, 9000)}});
    CHECK_THROWS_WITH(load(), Catch::Contains("SR_B5"));

    fs::resize_file(small.file("SR_B5"), 100);
    CHECK_THROWS_AS(load(), DataError);
    CHECK_THROWS_WITH(load(), Catch::Contains("SR_B5"));

    fs::remove(small.file("SR_B5"));
    CHECK_THROWS_WITH(load(), Catch::Contains("SR_B5"));

    fs::remove(small.file("QA_PIXEL"));
    CHECK_THROWS_WITH(load(), Catch::Contains("QA_PIXEL"));
    CHECK_THROWS_WITH(load_scene(scene, six, small.grid, small.grid.window()),
                      Catch::Contains("swir1") && Catch::Contains(small.product.id));
}

TEST_CASE("a file that was cut off while it was copied is an error, not a hole") {
    const ScratchFolder scratch;
    const SyntheticProduct product;
    const Grid grid = synthetic_grid(600, 600);
    std::map<std::string, Raster<std::uint16_t>> layers;
    for (const char* layer : {"SR_B4", "SR_B5", "QA_PIXEL"}) {
        Raster<std::uint16_t> values(600, 600, 21824);
        for (std::size_t i = 0; layer[0] == 'S' && i < values.size(); ++i) {
            values[i] = static_cast<std::uint16_t>(8000 + (i * 7919) % 30011);
        }
        layers[layer] = std::move(values);
    }
    write_layers(scratch.path(), product.id, grid, layers);
    const Scene scene = read_landsat(product.write_odl(scratch.path()), {red_nir});
    CHECK(num_clear(load_scene(scene, red_nir, grid, grid.window()).clear) == 600 * 600);
    const fs::path cut = scratch.path() / (product.id + "_SR_B4.TIF");
    fs::resize_file(cut, fs::file_size(cut) / 2);
    CHECK_THROWS_AS(load_scene(scene, red_nir, grid, grid.window()), DataError);
    CHECK_THROWS_WITH(load_scene(scene, red_nir, grid, grid.window()),
                      Catch::Contains(cut.string()));
}

TEST_CASE("images of any type are scaled, and lose their nodata") {
    const ScratchFolder scratch;
    const Grid grid = synthetic_grid(3, 1);
    mineprint::archive::ArchiveOptions options;
    options.bands = red_nir;
    const auto load = [&](const fs::path& path) {
        return load_scene(read_image({"2005", path}, options), red_nir, grid, grid.window());
    };

    const fs::path integers = scratch.path() / "integers.tif";
    Raster<std::int16_t> red(3, 1, 1500);
    red[0] = -32768;
    mineprint::gdal_io::GeoTiffOptions tags;
    tags.nodata = -32768;
    tags.scale = 1e-4;
    mineprint::gdal_io::write_geotiff<std::int16_t>(integers, grid,
                                                    {red, Raster<std::int16_t>(3, 1, -20)}, tags);
    Observation seen = load(integers);
    CHECK(std::isnan(seen.reflectance.bands[0][0]));
    CHECK(seen.reflectance.bands[0][1] == 0.15F);
    CHECK(seen.reflectance.bands[1][1] == -0.002F);
    CHECK(num_clear(seen.clear) == 2);

    const fs::path reals = scratch.path() / "reals.tif";
    Raster<float> nir(3, 1, 0.25F);
    nir[0] = std::numeric_limits<float>::quiet_NaN();
    nir[1] = std::numeric_limits<float>::infinity();
    mineprint::gdal_io::write_geotiff<float>(reals, grid, {nir, Raster<float>(3, 1, 0.5F)}, {});
    seen = load(reals);
    CHECK(num_clear(seen.clear) == 1);
    CHECK(seen.reflectance.bands[0][2] == 0.25F);

    options.nodata = 0.5;  // all of the second band
    CHECK(num_clear(load(reals).clear) == 0);
    options.nodata = -1e300;  // no value of the file can be it
    CHECK(num_clear(load(reals).clear) == 1);

    const Scene two_bands = read_image({"2005", reals}, options);
    mineprint::gdal_io::write_geotiff<float>(reals, grid, {nir}, {});
    CHECK_THROWS_WITH(load_scene(two_bands, red_nir, grid, grid.window()),
                      Catch::Contains("reals.tif") && Catch::Contains("band 2"));

    const fs::path bytes = scratch.path() / "bytes.tif";
    Raster<std::uint8_t> green(3, 1, 51);
    green[2] = 255;
    mineprint::gdal_io::write_geotiff<std::uint8_t>(bytes, grid,
                                                    {green, Raster<std::uint8_t>(3, 1, 1)}, {});
    options.nodata = 255;
    options.scale = 1.0 / 255;
    seen = load(bytes);
    CHECK(seen.reflectance.bands[0][0] == 0.2F);
    CHECK(num_clear(seen.clear) == 2);
}

TEST_CASE("the real Landsat 8 scene has the clear pixels and reflectance that numpy finds") {
    const fs::path data = shared_data();
    if (data.empty()) {
        return;
    }
    const Scene scene = read_landsat(data / "landsat" / "c2l2_decimated_LC08_008059" /
                                     "LC08_L2SP_008059_20191201_20200825_02_T1_MTL.txt");
    const Observation seen = load_scene(scene, six, scene.grid, scene.grid.window());
    // numpy on rasterio reads: (qa & 0b111111) == 0, (radsat & 0b100001111110) == 0, all bands !=
    // 0; (band * 2.75e-5 - 0.2).astype(float32), its sum over the clear pixels in double precision.
    CHECK(num_clear(seen.clear) == 21334);
    const std::vector<double> sums{602.6847577365115, 1388.1631053183228, 1021.2545299688354,
                                   7937.428465202451, 4370.477744221687,  1936.9746645363048};
    for (std::size_t band = 0; band < six.size(); ++band) {
        CHECK(sum_over(seen.clear, seen.reflectance.bands[band]) ==
              Approx(sums[band]).epsilon(1e-12));
    }
    const std::vector<int> first{8256, 9668, 9230, 21259, 15535, 11111};
    const std::vector<int> last{10528, 11523, 10767, 18131, 13041, 11043};
    for (std::size_t band = 0; band < six.size(); ++band) {
        CHECK(seen.reflectance.bands[band](38, 269) == reflectance(first[band]));
        CHECK(seen.reflectance.bands[band](489, 312) == reflectance(last[band]));
    }
    CHECK(seen.clear(95, 333) == 1);   // QA_PIXEL 21952: water
    CHECK(seen.clear(442, 331) == 0);  // QA_RADSAT 30, and cloud
    CHECK(seen.reflectance.bands[0](1, 96) == 0.6824474930763245F);
    CHECK(seen.reflectance.bands[0](439, 334) == reflectance(55156));
}

TEST_CASE("a window of the real scene is a part of the whole") {
    const fs::path data = shared_data();
    if (data.empty()) {
        return;
    }
    const Scene scene = read_landsat(data / "landsat" / "c2l2_decimated_LC08_008059" /
                                     "LC08_L2SP_008059_20191201_20200825_02_T1_MTL.txt");
    const Observation part = load_scene(scene, six, scene.grid, {200, 100, 64, 64});
    // numpy, on the slice [100:164, 200:264] of the arrays above
    CHECK(num_clear(part.clear) == 360);
    CHECK(sum_over(part.clear, part.reflectance.bands[3]) ==
          Approx(144.10003253817558).epsilon(1e-12));
}

TEST_CASE("the real scene under cloud has no clear pixel") {
    const fs::path data = shared_data();
    if (data.empty()) {
        return;
    }
    // Its QA_PIXEL holds fill, cloud, shadow and cirrus with cloud only: 1, 22280, 23888, 55052.
    const Scene scene = read_landsat(data / "landsat" / "rio-tiler-pds_LC08_L2SP_001062" /
                                     "LC08_L2SP_001062_20201031_20201106_02_T2_MTL.txt");
    CHECK(scene.tier == "T2");
    const Observation seen = load_scene(scene, six, scene.grid, scene.grid.window());
    CHECK(num_clear(seen.clear) == 0);
}
