// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <fstream>
#include <functional>

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
        region_.layer_stamps.emplace_back();
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
    scenes.region().files = std::make_shared<archive::FilePool>();  // as another run begins
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
    for (const auto& change : std::vector<std::function<void(pipeline::RegionJob&)>>{
             [](auto& job) { job.composite.method = composite::Method::medoid; },
             [](auto& job) { job.composite.minimum_clear = 2; },
             [](auto& job) { job.composite.percentile = 20; },
             [](auto& job) {
                 job.composite.band_percentiles = {{"red", 1}};
             },
             [](auto& job) { job.composite.score.day_of_year = 3; },
             [](auto& job) { job.composite.score.sensor_weight = 3; },
             [](auto& job) {
                 job.sensor_scores = {{"OLI", 0.1}};
             }}) {
        pipeline::RegionJob other = *region.job;
        change(other);
        pipeline::Region changed = region;
        changed.job = &other;
        CHECK(pipeline::composite_fingerprint(changed, 0, window) != original);
    }
    const auto map = pipeline::map_fingerprint(region, 0, window, "forest a");
    CHECK(pipeline::map_fingerprint(region, 0, window, "forest b") != map);
    region.layer_stamps[0] = "dem.tif 12 34";
    CHECK(pipeline::map_fingerprint(region, 0, window, "forest a") != map);
}

TEST_CASE("parts are bounded by memory") {
    CHECK(pipeline::part_pixels(24, 6) >= 512 * 512);
    CHECK(pipeline::part_pixels(24, 6) * 24 * 25 <= pipeline::part_bytes);
    CHECK(pipeline::part_pixels(100000, 6) * 100000 * 25 <= pipeline::part_bytes);
    CHECK(pipeline::part_pixels(100000000, 6) == 1);
    CHECK(pipeline::part_pixels(0, 6) > 0);
}

TEST_CASE("the score of a sensor is the job's, else that of its history") {
    pipeline::RegionJob job;
    archive::Scene scene;
    scene.sensor = archive::Sensor::etm;
    scene.date = core::Date::parse("2003-05-30");
    CHECK(pipeline::sensor_score(job, scene) == 1);
    scene.date = core::Date::parse("2003-05-31");
    CHECK(pipeline::sensor_score(job, scene) == 0.5);
    job.sensor_scores = {{"OLI", 0.9}, {"ETM+", 0.2}};
    CHECK(pipeline::sensor_score(job, scene) == 0.2);
    scene.sensor = archive::Sensor::tm;
    CHECK(pipeline::sensor_score(job, scene) == 1);
}

TEST_CASE("the best day of the year is that of the epoch's middle unless the job says another") {
    pipeline::RegionJob job;
    job.epochs = {{"dry", core::Date::parse("2019-11-01"), core::Date::parse("2020-04-30")}};
    CHECK(pipeline::composite_options(job, 0).score.day_of_year == 30);
    job.composite.score.day_of_year = 200;
    CHECK(pipeline::composite_options(job, 0).score.day_of_year == 200);
}
