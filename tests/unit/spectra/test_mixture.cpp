// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "made_up_spectra.hpp"
#include "mineprint/spectra/mixture.hpp"
#include "test_main.hpp"

using namespace mineprint::spectra;

TEST_CASE("draws have the stated noise and mixture") {
    const Library library = made_up_library();
    const Sensor sensor = gaussian_sensor(0.006, 0.01);
    const Matcher matcher(sensor, made_up_features,
                          references_for(sensor, made_up_question(library)), Method::feature_fit);
    const MixtureDraws noisy(matcher, 0.01, 5);
    const MixtureDraws clean(matcher, 0, 5);
    CHECK(noisy.num_targets() == 2);
    CHECK(noisy.num_others() == 3);
    CHECK(noisy.backgrounds() == std::vector<std::size_t>{3});
    double sum = 0;
    double squares = 0;
    double least = 9;
    double most = 0;
    constexpr int trials = 2000;
    const std::size_t band = matcher.bands()[2];
    const double soil = matcher.references()[3].bands[band];
    for (std::uint64_t draw = 0; draw < trials; ++draw) {
        const double pure = clean.with_target(3, 0, draw)[band];
        const double off = noisy.with_target(3, 0, draw)[band] - pure;
        sum += off;
        squares += off * off;
        least = std::min(least, pure / soil);
        most = std::max(most, pure / soil);
    }
    CHECK(sum / trials == Approx(0).margin(0.001));
    CHECK(std::sqrt(squares / trials) == Approx(0.01).epsilon(0.05));
    CHECK(least == Approx(0.6).margin(0.01));
    CHECK(most == Approx(1.2).margin(0.01));
}

TEST_CASE("a draw depends on its number alone") {
    const Library library = made_up_library();
    const Sensor sensor = gaussian_sensor(0.006, 0.01);
    const Matcher matcher(sensor, made_up_features,
                          references_for(sensor, made_up_question(library)), Method::feature_fit);
    const MixtureDraws draws(matcher, 0.01, 5);
    const std::size_t band = matcher.bands()[0];
    const double first = draws.without_target(17)[band];
    CHECK(draws.without_target(18)[band] != first);
    CHECK(draws.without_target(17)[band] == first);
    CHECK(draws.with_target(3, 0.5, 17)[band] != draws.with_target(3, 0.4, 17)[band]);
}
