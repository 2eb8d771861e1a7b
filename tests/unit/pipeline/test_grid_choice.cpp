// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <string>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/pipeline/grid_choice.hpp"
#include "test_main.hpp"

using namespace mineprint;

namespace {

archive::Scene scene_at(int epsg, double x, double y, std::int64_t width = 100) {
    archive::Scene scene;
    scene.grid = {gdal_io::crs_to_wkt("EPSG:" + std::to_string(epsg)), x, y, 30, 30, width, 100};
    return scene;
}

}  // namespace

TEST_CASE("without options the grid covers all scenes on the first one's lattice") {
    const std::vector<archive::Scene> scenes{scene_at(32647, 450015, 2860005),
                                             scene_at(32647, 453015, 2861505)};
    const auto grid = pipeline::choose_grid({}, scenes);
    CHECK(grid.origin_x == 450015);
    CHECK(grid.origin_y == 2861505);
    CHECK(grid.width == 200);
    CHECK(grid.height == 150);
    CHECK(grid.pixel_width == 30);
}

TEST_CASE("the CRS is that of most scenes, and others are covered too") {
    const std::vector<archive::Scene> scenes{scene_at(32646, 750015, 2860005),
                                             scene_at(32647, 450015, 2860005),
                                             scene_at(32647, 453015, 2860005)};
    const auto grid = pipeline::choose_grid({}, scenes);
    CHECK(gdal_io::same_crs(grid.crs_wkt, scenes[1].grid.crs_wkt));
    const auto far = pipeline::extent_in(scenes[0].grid, grid.crs_wkt);
    CHECK(grid.extent().xmin <= far.xmin);
    CHECK(grid.extent().ymax >= far.ymax);
    // still on the lattice of the first scene in that CRS
    CHECK(std::fmod(grid.origin_x - 450015, 30) == 0);
}

TEST_CASE("what the job says wins") {
    pipeline::GridOptions options;
    options.crs = "EPSG:4326";
    options.resolution = 0.001;
    options.extent = geo::Extent{98, 25, 99, 26};
    const std::vector<archive::Scene> scenes{scene_at(32647, 450015, 2860005)};
    const auto grid = pipeline::choose_grid(options, scenes);
    CHECK(gdal_io::is_geographic(grid.crs_wkt));
    CHECK(grid.width == 1000);
    CHECK(grid.height == 1000);
    CHECK(grid.origin_x == 98);
    CHECK(grid.origin_y == 26);
}

TEST_CASE("degrees taken for metres are refused, with the options to look at") {
    pipeline::GridOptions options;
    options.extent = geo::Extent{98, 25, 99, 26};
    const std::vector<archive::Scene> scenes{scene_at(32647, 450015, 2860005)};
    CHECK_THROWS_WITH(pipeline::choose_grid(options, scenes),
                      Catch::Matchers::Contains("grid.extent"));
    options.crs = "EPSG:4326";
    CHECK_THROWS_WITH(pipeline::choose_grid(options, scenes),
                      Catch::Matchers::Contains("grid.resolution"));
}
