// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <fstream>

#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "mineprint/pipeline/fingerprint.hpp"
#include "mineprint/pipeline/tile_composite.hpp"
#include "test_main.hpp"

using namespace mineprint;

namespace {

/// A region of three one-band images of 40 × 30 pixels with values 1, 2 and 6 in the folder `name`.
class ThreeScenes {
  public:
    explicit ThreeScenes(const std::string& name)
        : folder_(std::filesystem::temp_directory_path() / name) {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        job_.name = "somewhere";
        job_.epochs = {{"2020", core::Date::parse("2020-01-01"), core::Date::parse("2020-12-31")}};
        region_.job = &job_;
        region_.grid = {gdal_io::crs_to_wkt("EPSG:32647"), 450000, 2860000, 30, 30, 40, 30};
        region_.tiling = geo::Tiling(40, 30, 16);
        region_.input_bands = {"red"};
        region_.epoch_scenes.emplace_back();
        region_.epoch_extents.emplace_back();
        for (const float value : {1.0F, 2.0F, 6.0F}) {
            add_scene(value);
        }
    }
    ~ThreeScenes() { std::filesystem::remove_all(folder_); }
    ThreeScenes(const ThreeScenes&) = delete;
    ThreeScenes& operator=(const ThreeScenes&) = delete;

    [[nodiscard]] pipeline::Region& region() { return region_; }
    [[nodiscard]] std::filesystem::path path(std::size_t scene) const {
        return region_.catalogue.scenes[scene].bands[0].path;
    }

  private:
    void add_scene(float value) {
        const std::size_t number = region_.catalogue.scenes.size();
        archive::Scene scene;
        scene.id = "scene-" + std::to_string(number);
        scene.grid = region_.grid;
        scene.bands = {{"red", folder_ / (scene.id + ".tif"), 1, 1, 0, {}}};
        gdal_io::write_geotiff<float>(scene.bands[0].path, region_.grid,
                                      {raster::Raster<float>(40, 30, value)}, {});
        region_.catalogue.scenes.push_back(scene);
        region_.epoch_scenes[0].push_back(number);
        region_.epoch_extents[0].push_back(region_.grid.extent());
    }

    std::filesystem::path folder_;
    pipeline::RegionJob job_;
    pipeline::Region region_;
};

}  // namespace

TEST_CASE("a broken scene is left out of the tile and named; the others carry on") {
    ThreeScenes scenes("mineprint_test_broken_scene");
    const geo::PixelWindow window{16, 0, 16, 16};
    CHECK(pipeline::composite_window(scenes.region(), 0, window, "X0001_Y0000")
              .composite.reflectance.bands[0](3, 3) == 2);

    std::filesystem::resize_file(scenes.path(2), 60);
    const auto made = pipeline::composite_window(scenes.region(), 0, window, "X0001_Y0000");
    CHECK(made.num_scenes == 2);
    CHECK(made.composite.reflectance.bands[0](3, 3) == 1.5F);
    REQUIRE(made.quarantined.size() == 1);
    CHECK(made.quarantined[0].scene == "scene-2");
    CHECK(made.quarantined[0].tile == "X0001_Y0000");
    CHECK(made.quarantined[0].epoch == "2020");
    CHECK_THAT(made.quarantined[0].cause, Catch::Matchers::Contains("scene-2.tif"));
}

TEST_CASE("when every scene is broken the tile is unobserved") {
    ThreeScenes scenes("mineprint_test_all_broken");
    for (std::size_t scene = 0; scene < 3; ++scene) {
        std::filesystem::remove(scenes.path(scene));
    }
    const auto made = pipeline::composite_window(scenes.region(), 0, {0, 0, 16, 16}, "X0000_Y0000");
    CHECK(made.num_scenes == 0);
    CHECK(made.quarantined.size() == 3);
    CHECK(made.composite.observed(0, 0) == 0);
    CHECK(std::isnan(made.composite.reflectance.bands[0](0, 0)));
}

TEST_CASE("the fingerprint changes with all that determines a composite, and with nothing else") {
    ThreeScenes scenes("mineprint_test_fingerprint");
    auto& region = scenes.region();
    const geo::PixelWindow window{0, 0, 16, 16};
    const auto original = pipeline::composite_fingerprint(region, 0, window);
    CHECK(pipeline::composite_fingerprint(region, 0, window) == original);
    CHECK(pipeline::composite_fingerprint(region, 0, {0, 0, 16, 15}) != original);

    auto& scene = region.catalogue.scenes[1];
    scene.bytes += 1;
    CHECK(pipeline::composite_fingerprint(region, 0, window) != original);
    scene.bytes -= 1;
    scene.modified_ns += 1;
    CHECK(pipeline::composite_fingerprint(region, 0, window) != original);
    scene.modified_ns -= 1;
    scene.bands[0].offset = 0.1;
    CHECK(pipeline::composite_fingerprint(region, 0, window) != original);
    scene.bands[0].offset = 0;
    region.grid.origin_x += 30;
    CHECK(pipeline::composite_fingerprint(region, 0, window) != original);
    region.grid.origin_x -= 30;
    CHECK(pipeline::composite_fingerprint(region, 0, window) == original);
    const auto map = pipeline::map_fingerprint(region, 0, window, "forest a");
    CHECK(pipeline::map_fingerprint(region, 0, window, "forest b") != map);
}

TEST_CASE("strips are bounded by memory and whole blocks high where they can be") {
    CHECK(pipeline::strip_height(1024, 24, 6) % 256 == 0);
    CHECK(pipeline::strip_height(1024, 24, 6) * 1024 * 24 * 25 <= pipeline::strip_bytes);
    CHECK(pipeline::strip_height(1024, 100000, 6) == 16);
    CHECK(pipeline::strip_height(16, 0, 6) > 0);
}
