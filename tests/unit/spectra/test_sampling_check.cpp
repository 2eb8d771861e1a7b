// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "made_up_spectra.hpp"
#include "mineprint/spectra/sampling_check.hpp"
#include "test_main.hpp"

using namespace mineprint::spectra;

namespace {

SamplingCheck check(double step_um) {
    const Library targets{made_up("Testite", 0.6, 0.1, {{0.740, 0.3, 0.011}})};
    return check_sampling(gaussian_sensor(step_um, 0), made_up_features[0], targets);
}

}  // namespace

TEST_CASE("a feature is described at the library's own resolution") {
    const auto found = check(0.01);
    CHECK(found.feature_depth == Approx(0.3).epsilon(0.02));
    CHECK(found.feature_width_um ==
          Approx(2 * std::sqrt(2 * std::log(2.0)) * 0.011).epsilon(0.02));  // 25.9 nm
}

TEST_CASE("bands of half the feature's width sample it, wider ones do not") {
    CHECK(check(0.005).sampled);
    CHECK(check(0.0125).sampled);
    CHECK(check(0.0125).num_bands >= 5);
    const auto coarse = check(0.016);
    CHECK(coarse.num_bands >= 4);
    CHECK_FALSE(coarse.sampled);
    CHECK(coarse.reason.find("too coarse") != std::string::npos);
    const auto broad = check(0.04);
    CHECK(broad.num_bands < 4);
    CHECK_FALSE(broad.sampled);
}

TEST_CASE("a sensor without a band in the feature says so") {
    Sensor sensor = gaussian_sensor(0.01, 0);
    sensor.usable.assign(sensor.usable.size(), false);
    const auto found = check_sampling(sensor, made_up_features[0], made_up_library());
    CHECK(found.num_bands == 0);
    CHECK(found.reason.find("no band in it") != std::string::npos);
}
