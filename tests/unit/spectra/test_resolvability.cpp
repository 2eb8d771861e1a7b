// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "made_up_spectra.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/random.hpp"
#include "mineprint/spectra/mixture.hpp"
#include "mineprint/spectra/resolvability.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::spectra;

namespace {

const Library library = made_up_library();
const SimulationOptions quick{600, 0.01, 0.9, 0.5, 3};

/// Share of mixtures with soil, made by draws of the test's own, that exceed the threshold.
double detected(const Sensor& sensor, double fraction, double threshold) {
    const Matcher matcher = matcher_for(sensor, made_up_question(library));
    const auto soil = resample(library[3], sensor.responses);
    const core::KeyedRandom random(99, core::Stream::noise);
    constexpr std::uint64_t trials = 400;
    int hits = 0;
    for (std::uint64_t trial = 0; trial < trials; ++trial) {
        const auto mineral = resample(library[trial % 2], sensor.responses);
        const double light = 0.6 + 0.6 * random.uniform(trial, 1000);
        std::vector<double> values;
        for (std::size_t band = 0; band < soil.size(); ++band) {
            values.push_back(light * (fraction * mineral[band] + (1 - fraction) * soil[band]) +
                             sensor.noise * random.normal(trial, band));
        }
        hits += matcher.match(values).statistic > threshold ? 1 : 0;
    }
    return static_cast<double>(hits) / trials;
}

}  // namespace

TEST_CASE("mixtures are recovered above the stated detection limit and refused below") {
    for (const double noise : {0.0005, 0.002}) {
        const Sensor sensor = gaussian_sensor(0.006, noise);
        const auto told = check_resolvability(sensor, made_up_question(library), quick);
        REQUIRE(told.limits.size() == 1);
        CHECK(told.limits[0].background == "Soil");
        CHECK(told.resolved);
        CHECK(told.limit < 0.5);
        CHECK(detected(sensor, told.limit, told.threshold) > 0.85);
        CHECK(detected(sensor, std::min(1.0, 2 * told.limit), told.threshold) > 0.95);
        CHECK(detected(sensor, told.limit / 5, told.threshold) < 0.5);
        CHECK(detected(sensor, 0, told.threshold) <= 0.02);
        CHECK(told.false_alarms <= 0.01);
    }
}

TEST_CASE("more noise needs more of the mineral") {
    const Question question = made_up_question(library);
    double least = 0;
    for (const double noise : {0.0005, 0.002, 0.008}) {
        const auto told = check_resolvability(gaussian_sensor(0.006, noise), question, quick);
        CHECK(told.limit > least);
        least = told.limit;
    }
}

TEST_CASE("broad bands resolve nothing, whatever their noise") {
    const auto told =
        check_resolvability(gaussian_sensor(0.04, 0.0001), made_up_question(library), quick);
    CHECK(told.method == Method::angle);
    CHECK_FALSE(told.resolved);
    CHECK(told.reason.find("not resolved") == 0);
    CHECK(told.reason.find("a shape takes at least 4") != std::string::npos);
    REQUIRE(told.sampling.size() == 2);
    CHECK_FALSE(told.sampling[0].sampled);
}

TEST_CASE("noise that hides the mineral makes a sampled feature unresolved") {
    const auto told =
        check_resolvability(gaussian_sensor(0.006, 0.1), made_up_question(library), quick);
    CHECK(told.method == Method::feature_fit);
    CHECK(told.sampling[0].sampled);
    CHECK_FALSE(told.resolved);
}

TEST_CASE("the same question has the same answer") {
    const Sensor sensor = gaussian_sensor(0.008, 0.001);
    const auto a = check_resolvability(sensor, made_up_question(library), quick);
    const auto b = check_resolvability(sensor, made_up_question(library), quick);
    CHECK(a.threshold == b.threshold);
    CHECK(a.limits[0].detected == b.limits[0].detected);
    CHECK(a.limits[0].detected.size() == fractions().size());
}

TEST_CASE("a question without a target or a background within the bands") {
    Question question = made_up_question(library);
    Sensor infrared = gaussian_sensor(0.006, 0.001);
    for (Response& response : infrared.responses) {
        response = gaussian_response(response.band, response.centre_um + 2, response.width_um);
    }
    CHECK_THROWS_AS(check_resolvability(infrared, question, quick), core::DataError);
    question.features = {{"far", 2.0, 2.1}};
    CHECK_THROWS_AS(check_resolvability(gaussian_sensor(0.006, 0.001), question, quick),
                    core::DataError);
}

TEST_CASE("without chosen backgrounds every other spectrum is one") {
    Question question = made_up_question(library);
    question.background.assign(library.size(), false);
    const auto told = check_resolvability(gaussian_sensor(0.006, 0.001), question, quick);
    CHECK(told.limits.size() == 3);
}
