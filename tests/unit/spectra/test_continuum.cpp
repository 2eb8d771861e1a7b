// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "made_up_spectra.hpp"
#include "mineprint/core/random.hpp"
#include "mineprint/spectra/continuum.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::spectra;

namespace {

/// The hull by its definition: at each point the highest of all lines between two others.
std::vector<double> highest_chord(const std::vector<double>& x, const std::vector<double>& y) {
    std::vector<double> hull = y;
    for (std::size_t i = 0; i < x.size(); ++i) {
        for (std::size_t a = 0; a < i; ++a) {
            for (std::size_t b = i + 1; b < x.size(); ++b) {
                const double share = (x[i] - x[a]) / (x[b] - x[a]);
                hull[i] = std::max(hull[i], y[a] + share * (y[b] - y[a]));
            }
        }
    }
    return hull;
}

}  // namespace

TEST_CASE("the continuum is the upper hull") {
    const core::KeyedRandom random(7, core::Stream::noise);
    for (std::uint64_t trial = 0; trial < 40; ++trial) {
        std::vector<double> x;
        std::vector<double> y;
        double place = 0.4;
        for (std::uint64_t i = 0; i < 3 + trial; ++i) {
            place += 0.001 + 0.02 * random.uniform(trial, 2 * i);
            x.push_back(place);
            y.push_back(0.1 + 0.5 * random.uniform(trial, 2 * i + 1));
        }
        const auto line = continuum(x, y);
        const auto twin = highest_chord(x, y);
        for (std::size_t i = 0; i < x.size(); ++i) {
            CHECK(line[i] == Approx(twin[i]).epsilon(1e-12));
        }
    }
}

TEST_CASE("a dip in a straight continuum comes back as it was made") {
    const Spectrum spectrum = made_up("dip", 0.5, 0.3, {{0.74, 0.4, 0.012}});
    const auto removed = remove_continuum(spectrum.wavelength_um, spectrum.reflectance);
    const auto found = absorption(spectrum.wavelength_um, removed);
    CHECK(found.depth == Approx(0.4).epsilon(1e-6));
    CHECK(found.centre_um == Approx(0.74).margin(1e-6));
    CHECK(found.area_um == Approx(0.4 * 0.012 * std::sqrt(2 * std::acos(-1.0))).epsilon(1e-5));
    CHECK(found.width_um == Approx(2 * std::sqrt(2 * std::log(2.0)) * 0.012).epsilon(1e-3));
}

TEST_CASE("the vertex lies between the bands, uneven ones too") {
    // 1 - 0.3 + (x - 0.7431)² · 100
    const std::vector<double> x{0.70, 0.735, 0.742, 0.756, 0.80};
    std::vector<double> y;
    for (const double at : x) {
        y.push_back(0.7 + 100 * (at - 0.7431) * (at - 0.7431));
    }
    y.front() = y.back() = 1;
    CHECK(absorption(x, y).centre_um == Approx(0.7431).epsilon(1e-9));
}

TEST_CASE("missing channels take no part") {
    const std::vector<double> x{0.4, 0.5, 0.6, 0.7, 0.8};
    const std::vector<double> y{NAN, 0.4, NAN, 0.2, 0.4};
    const auto removed = remove_continuum(x, y);
    CHECK(std::isnan(removed[0]));
    CHECK(removed[1] == 1);
    CHECK(std::isnan(removed[2]));
    CHECK(removed[3] == Approx(0.5));
    CHECK(removed[4] == 1);
    CHECK(absorption(x, removed).depth == Approx(0.5));
    CHECK(std::isnan(absorption(x, std::vector<double>{1, 0.5, NAN, NAN, NAN}).depth));
    const std::vector<double> negative{-0.1, -0.2, -0.1, -0.2, -0.1};
    CHECK(std::isnan(remove_continuum(x, negative)[1]));
}
