// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/baseline_step.hpp"
#include "test_main.hpp"

using mineprint::archive::BaselineStep;
using mineprint::archive::Observation;
using mineprint::archive::Scene;
using mineprint::archive::Sensor;
using mineprint::raster::Mask;
using mineprint::raster::Raster;

namespace {

Scene scene_of(const std::string& baseline, Sensor sensor = Sensor::msi) {
    Scene scene;
    scene.sensor = sensor;
    scene.baseline = baseline;
    return scene;
}

Observation seen(float red, float blue, std::int64_t width = 100) {
    Observation observation{"a", {}, {}, Mask(width, 20, 1), 0};
    observation.reflectance.add("red", Raster<float>(width, 20, red));
    observation.reflectance.add("nir", Raster<float>(width, 20, 0.4F));
    observation.reflectance.add("blue", Raster<float>(width, 20, blue));
    return observation;
}

}  // namespace

TEST_CASE("an offset taken out twice shows as a step in all visible bands") {
    BaselineStep step;
    step.add(scene_of("02.14"), seen(0.12F, 0.08F));
    CHECK_FALSE(step.step().has_value());
    step.add(scene_of("04.00"), seen(0.02F, -0.02F));
    REQUIRE(step.step().has_value());
    CHECK(*step.step() == Approx(-0.1).margin(0.0011));
    CHECK(std::abs(*step.step()) > BaselineStep::worth_warning);
}

TEST_CASE("a change of the ground in one band is no step, nor are other sensors") {
    BaselineStep step;
    step.add(scene_of("03.00"), seen(0.12F, 0.08F));
    step.add(scene_of("05.09"), seen(0.22F, 0.085F));
    REQUIRE(step.step().has_value());
    CHECK(*step.step() == Approx(0.005).margin(0.0011));
    BaselineStep others;
    others.add(scene_of("03.00"), seen(0.1F, 0.1F));
    others.add(scene_of("", Sensor::oli), seen(0.3F, 0.3F));
    Scene hls = scene_of("05.00");
    hls.harmonised = true;
    others.add(hls, seen(0.3F, 0.3F));
    CHECK_FALSE(others.step().has_value());
    others.add(scene_of("05.00"), seen(0.3F, 0.3F, 10));  // 200 pixels are too few
    CHECK_FALSE(others.step().has_value());
}
