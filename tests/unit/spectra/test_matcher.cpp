// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>
#include <numbers>

#include "made_up_spectra.hpp"
#include "mineprint/spectra/matcher.hpp"
#include "mineprint/spectra/similarity.hpp"
#include "test_main.hpp"

using namespace mineprint::spectra;

namespace {

const Library library = made_up_library();

Matcher matcher_of(const Sensor& sensor, Method method) {
    return {sensor, made_up_features, references_for(sensor, made_up_question(library)), method};
}

/// A mineral at an area fraction over soil.
std::vector<double> mixture(const Sensor& sensor, std::size_t mineral, double fraction) {
    auto values = resample(library[mineral], sensor.responses);
    const auto soil = resample(library[3], sensor.responses);
    for (std::size_t band = 0; band < values.size(); ++band) {
        values[band] = fraction * values[band] + (1 - fraction) * soil[band];
    }
    return values;
}

}  // namespace

TEST_CASE("every library spectrum matches itself") {
    const Sensor sensor = gaussian_sensor(0.005, 0.001);
    const Matcher matcher = matcher_of(sensor, Method::feature_fit);
    for (std::size_t mineral = 0; mineral < 3; ++mineral) {
        const Match match = matcher.match(mixture(sensor, mineral, 1));
        CHECK(match.best == static_cast<int>(mineral));
        CHECK((match.statistic > 0.999) == (mineral < 2));
    }
    const Matcher by_angle = matcher_of(sensor, Method::angle);
    for (std::size_t mineral = 0; mineral < library.size(); ++mineral) {
        const auto values = resample(library[mineral], sensor.responses);
        CHECK(by_angle.match(values).best == static_cast<int>(mineral));
    }
}

TEST_CASE("the fit is that of a line through both continuum-removed spectra") {
    const Sensor sensor = gaussian_sensor(0.005, 0.001);
    const Matcher matcher = matcher_of(sensor, Method::feature_fit);
    const auto values = mixture(sensor, 1, 0.3);
    const auto scores = matcher.scores(values);
    const auto observed = matcher.shape(values);
    for (std::size_t i = 0; i < 3; ++i) {
        const auto fit = fit_feature(matcher.shape(matcher.references()[i].bands), observed);
        CHECK(scores[i].fit == Approx(fit.scale > 0 ? fit.fit : 0).epsilon(1e-9));
        CHECK(scores[i].depth == Approx(fit.scale * matcher.depth(i)).epsilon(1e-9));
        CHECK(scores[i].score == Approx(scores[i].fit * scores[i].depth).epsilon(1e-12));
    }
    CHECK_FALSE(matcher.comparable(3));  // soil has no shape
    CHECK(std::isnan(scores[3].fit));
    CHECK(matcher.match(values).best == 1);
}

TEST_CASE("similarity by angle") {
    const Sensor sensor = gaussian_sensor(0.05, 0.001);
    const Matcher matcher = matcher_of(sensor, Method::angle);
    const auto values = mixture(sensor, 0, 0.5);
    const auto scores = matcher.scores(values);
    for (std::size_t i = 0; i < library.size(); ++i) {
        const double angle = spectral_angle(matcher.references()[i].bands, values);
        CHECK(scores[i].score == Approx(1 - 2 * angle / std::numbers::pi).epsilon(1e-9));
    }
}

TEST_CASE("what does not stand out of the noise decides nothing") {
    const Sensor quiet = gaussian_sensor(0.005, 0.0001);
    const Sensor noisy = gaussian_sensor(0.005, 0.02);
    const auto values = mixture(quiet, 1, 0.2);
    CHECK(matcher_of(quiet, Method::feature_fit).match(values).statistic > 0.9);
    const Match match = matcher_of(noisy, Method::feature_fit).match(values);
    CHECK(match.best == 1);
    CHECK(match.statistic == 0);
    // 1 % of the fine grains take away less than 1 % of the light
    const Match shallow = matcher_of(quiet, Method::feature_fit).match(mixture(quiet, 0, 0.01));
    CHECK(shallow.best_target >= 0);
    CHECK(shallow.statistic == 0);
}

TEST_CASE("a missing band and a band that cannot be used") {
    Sensor sensor = gaussian_sensor(0.005, 0.001);
    const Matcher whole = matcher_of(sensor, Method::feature_fit);
    auto values = mixture(sensor, 0, 1);
    const std::size_t inside = whole.bands()[3];
    values[inside] = std::numeric_limits<double>::quiet_NaN();
    CHECK(whole.match(values).best == -1);
    CHECK(whole.match(values).statistic == 0);
    sensor.usable[inside] = false;
    const Matcher without = matcher_of(sensor, Method::feature_fit);
    CHECK(without.bands().size() == whole.bands().size() - 1);
    CHECK(without.match(values).best == 0);
    CHECK(without.match(values).statistic > 0.999);
}
