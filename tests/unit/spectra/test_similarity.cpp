// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>
#include <vector>

#include "mineprint/spectra/similarity.hpp"
#include "test_main.hpp"

using namespace mineprint::spectra;

namespace {

const std::vector<double> reference{1, 0.95, 0.80, 0.62, 0.70, 0.90, 0.97, 1};
const std::vector<double> observed{1, 0.985, 0.93, 0.86, 0.88, 0.96, 0.985, 1};

}  // namespace

TEST_CASE("spectral angle and divergence as by numpy and scipy") {
    const std::vector<double> a{0.12, 0.18, 0.25, 0.31, 0.22};
    const std::vector<double> b{0.20, 0.21, 0.24, 0.40, 0.33};
    // scipy 1.10: arccos(a·b / |a||b|); stats.entropy(p, q) + stats.entropy(q, p)
    CHECK(spectral_angle(a, b) == Approx(0.16559858647039927).epsilon(1e-12));
    CHECK(information_divergence(a, b) == Approx(0.032472885829258565).epsilon(1e-12));
    CHECK(information_divergence(a, b) == Approx(information_divergence(b, a)).epsilon(1e-12));
}

TEST_CASE("brightness does not matter to either") {
    const std::vector<double> a{0.1, 0.2, 0.4};
    const std::vector<double> brighter{0.25, 0.5, 1.0};
    CHECK(spectral_angle(a, brighter) == Approx(0).margin(1e-7));
    CHECK(information_divergence(a, brighter) == Approx(0).margin(1e-15));
    CHECK(spectral_angle(std::vector<double>{1, 0}, std::vector<double>{0, 1}) ==
          Approx(std::numbers::pi / 2));
}

TEST_CASE("bands without a value take no part") {
    const std::vector<double> a{0.1, NAN, 0.2, 0.4};
    const std::vector<double> b{0.3, 0.9, 0.1, NAN};
    CHECK(spectral_angle(a, b) == Approx(std::acos(0.05 / std::sqrt(0.05 * 0.10))));
    CHECK(std::isnan(spectral_angle(std::vector<double>{1, NAN}, std::vector<double>{1, 1})));
    CHECK(std::isnan(spectral_angle(std::vector<double>{0, 0}, std::vector<double>{1, 1})));
    CHECK(
        std::isnan(information_divergence(std::vector<double>{1, -1}, std::vector<double>{1, 1})));
}

TEST_CASE("spectral feature fitting as by scipy") {
    // scipy 1.10: stats.linregress(reference, observed); stats.f.sf(F, 1, 6)
    const FeatureFit fit = fit_feature(reference, observed);
    CHECK(fit.num_bands == 8);
    CHECK(fit.scale == Approx(0.3759755683746182).epsilon(1e-10));
    CHECK(fit.offset == Approx(0.6238411944350186).epsilon(1e-10));
    CHECK(fit.fit == Approx(0.9942265626708283).epsilon(1e-10));
    CHECK(fit.rmse == Approx(0.003888340135040727).epsilon(1e-9));
    CHECK(fit.f_statistic == Approx(1033.2422499649344).epsilon(1e-8));
    CHECK(fit.p_value == Approx(6.026926576112609e-08).epsilon(1e-6));
}

TEST_CASE("a perfect fit, no fit and too few bands") {
    std::vector<double> half;
    for (const double value : reference) {
        half.push_back(1 - 0.5 * (1 - value));
    }
    const FeatureFit perfect = fit_feature(reference, half);
    CHECK(perfect.scale == Approx(0.5));
    CHECK(perfect.fit == Approx(1));
    CHECK(perfect.p_value < 1e-12);
    const std::vector<double> flat(8, 1.0);
    CHECK(fit_feature(reference, flat).fit == 0);
    CHECK(fit_feature(reference, flat).p_value == Approx(1));
    CHECK(std::isnan(fit_feature(flat, observed).fit));
    const std::vector<double> three{1, 0.5, 1};
    CHECK(std::isnan(fit_feature(three, three).fit));
    CHECK(fit_feature(three, three).num_bands == 3);
}
