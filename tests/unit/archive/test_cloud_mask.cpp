// SPDX-License-Identifier: Apache-2.0
#include <numeric>

#include "mineprint/archive/catalogue.hpp"
#include "mineprint/archive/cloud_mask.hpp"
#include "mineprint/archive/product.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "synthetic_product.hpp"
#include "test_main.hpp"

using namespace mineprint;
using archive::cloud_mask;
using raster::Mask;
using raster::Raster;

TEST_CASE("clouds and their shadows are in the mask, fill, snow and what is outside are not") {
    const ScratchFolder scratch;
    const SyntheticProduct product;
    const auto metadata = product.write_odl(scratch.path());
    const geo::Grid grid = synthetic_grid(4, 3);
    const auto write = [&](const std::string& layer, const Raster<std::uint16_t>& values) {
        gdal_io::write_geotiff<std::uint16_t>(scratch.path() / (product.id + "_" + layer + ".TIF"),
                                              grid, {values}, {});
    };
    Raster<std::uint16_t> quality(4, 3, 21824);  // clear land
    quality(0, 0) = 1;                           // fill
    quality(0, 1) = 22280;                       // cloud
    quality(1, 2) = 23888;                       // shadow
    quality(2, 3) = 30048;                       // snow
    for (int band = 1; band <= 5; ++band) {
        write("SR_B" + std::to_string(band), Raster<std::uint16_t>(4, 3, 10000));
    }
    write("QA_PIXEL", quality);
    archive::Scene scene = archive::read_landsat(metadata, {{"red", "nir"}});
    archive::OpenFiles open_files;
    archive::SceneFiles files(scene, open_files);
    Mask expected(4, 3, 0);
    expected(0, 1) = expected(1, 2) = 1;
    CHECK(cloud_mask(files, grid, grid.window()) == expected);
    const Mask wide = cloud_mask(files, grid, {-1, -1, 6, 5});
    CHECK(wide(1, 2) == 1);
    CHECK(wide(2, 3) == 1);
    CHECK(std::accumulate(wide.values().begin(), wide.values().end(), 0) == 2);
    CHECK(cloud_mask(files, grid, {100, 100, 2, 2}) == Mask(2, 2, 0));
    scene.quality.clear();
    CHECK(cloud_mask(files, grid, grid.window()) == Mask(4, 3, 0));
}
