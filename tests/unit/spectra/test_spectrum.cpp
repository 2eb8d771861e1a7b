// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/core/error.hpp"
#include "mineprint/spectra/spectrum.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::spectra;

namespace {

std::vector<double> in_micrometres(std::vector<double> wavelengths, std::string_view unit) {
    to_micrometres(wavelengths, unit, "table");
    return wavelengths;
}

}  // namespace

TEST_CASE("micrometres and nanometres are told apart") {
    CHECK(in_micrometres({412, 456}, "")[0] == Approx(0.412));
    CHECK(in_micrometres({0.412, 0.456}, "")[0] == Approx(0.412));
    CHECK(in_micrometres({400, 2500}, "Nanometers")[1] == Approx(2.5));
    CHECK(in_micrometres({0.4, 2.5}, "um")[1] == Approx(2.5));
    CHECK(in_micrometres({0.4, 2.5}, "Unknown")[1] == Approx(2.5));
    // A laboratory spectrum out to 216 micrometres is not one in nanometres.
    CHECK(in_micrometres({1.12, 216}, "")[1] == Approx(216));
    // A list that begins as micrometres and ends as nanometres is neither.
    CHECK_THROWS_AS(in_micrometres({0.4, 2500}, ""), core::DataError);
    CHECK_THROWS_AS(in_micrometres({400, 2500}, "microns"), core::DataError);
    CHECK_THROWS_AS(in_micrometres({0.4, 2.5}, "nm"), core::DataError);
    CHECK_THROWS_AS(in_micrometres({4000, 25000}, "cm-1"), core::DataError);
    CHECK_THROWS_AS(in_micrometres({0, 2.5}, ""), core::DataError);
}

TEST_CASE("what was not measured is NaN, never zero") {
    Spectrum spectrum{"s", "f", {0.6, 0.4, 0.5, 0.7, 0.8}, {0.3, -1.23e34, 0.0, NAN, 0.2}};
    put_in_order(spectrum);
    CHECK(spectrum.wavelength_um == std::vector<double>{0.4, 0.5, 0.6, 0.7, 0.8});
    CHECK(std::isnan(spectrum.reflectance[0]));
    CHECK(std::isnan(spectrum.reflectance[1]));
    CHECK(spectrum.reflectance[2] == 0.3);
    CHECK(std::isnan(spectrum.reflectance[3]));
    Spectrum twice{"s", "f", {0.4, 0.4}, {0.1, 0.2}};
    CHECK_THROWS_AS(put_in_order(twice), core::DataError);
    Spectrum uneven{"s", "f", {0.4, 0.5}, {0.1}};
    CHECK_THROWS_AS(put_in_order(uneven), core::DataError);
}

TEST_CASE("a spectrum is linear between channels and nothing across a gap") {
    const Spectrum spectrum{"s", "f", {0.50, 0.51, 0.60, 0.61, 0.62}, {0.1, 0.2, 0.3, NAN, 0.5}};
    CHECK(reflectance_at(spectrum, 0.50) == 0.1);
    CHECK(reflectance_at(spectrum, 0.5025) == Approx(0.125));
    CHECK(std::isnan(reflectance_at(spectrum, 0.55)));  // 0.09 µm lie between the channels
    CHECK(reflectance_at(spectrum, 0.60) == 0.3);
    CHECK(std::isnan(reflectance_at(spectrum, 0.605)));
    CHECK(std::isnan(reflectance_at(spectrum, 0.615)));
    CHECK(std::isnan(reflectance_at(spectrum, 0.49)));
    CHECK(std::isnan(reflectance_at(spectrum, 0.63)));
}

TEST_CASE("patterns meet the beginnings of words") {
    const std::vector<std::string> patterns{"ree", "gds91"};
    CHECK(matches_any("Monazite REE GDS947", patterns));
    CHECK(matches_any("Xenotime+REE", patterns));
    CHECK(matches_any("Lawn Grass GDS91 green", patterns));
    CHECK_FALSE(matches_any("Lawn Grass green", patterns));
    CHECK_FALSE(matches_any("Lawn Grass green", {}));
}
