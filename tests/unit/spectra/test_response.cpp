// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "made_up_spectra.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/spectra/response.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::spectra;

TEST_CASE("a box over a straight line sees its middle") {
    const TextFile file{"rsr.txt", ";; sensor\n;; BAND 8A\n700 1 0\n710 1 0\n720\t1\t0\n"};
    const auto responses = read_responses(file, Weighting::rows);
    REQUIRE(responses.size() == 1);
    CHECK(responses[0].band == "8A");
    CHECK(responses[0].centre_um == Approx(0.71));
    CHECK(responses[0].width_um == Approx(0.02));
    CHECK(resample(made_up("line", 0.3, 2, {}), responses[0]) == Approx(0.3 + 2 * 0.01));
}

TEST_CASE("responses in micrometres and in nanometres are one") {
    const TextFile nm{"nm.txt", "# Band 1\n500 0.2\n510 1\n520 0.4\n# Band 2\n600 1\n610 1\n"};
    const TextFile um{"um.txt",
                      "# Band 1\n0.500 0.2\n0.510 1\n0.520 0.4\n# Band 2\n0.600 1\n0.610 1\n"};
    const auto a = read_responses(nm, Weighting::rows);
    const auto b = read_responses(um, Weighting::rows);
    REQUIRE(a.size() == 2);
    for (std::size_t band = 0; band < 2; ++band) {
        CHECK(a[band].centre_um == Approx(b[band].centre_um));
        CHECK(a[band].width_um == Approx(b[band].width_um));
    }
    // (0.2 · 0.50 + 1 · 0.51 + 0.4 · 0.52) / 1.6
    CHECK(a[0].centre_um == Approx(0.51125));
    // half of the peak is crossed at 503.75 and at 518.333… nm
    CHECK(a[0].width_um == Approx(0.0145833).margin(1e-6));
}

TEST_CASE("uneven rows weigh as they stand or by what they stand for") {
    const TextFile file{"tm.txt", "# Band 3\n0.60 1\n0.61 1\n0.62 1\n0.66 1\n"};
    const Spectrum line = made_up("line", 0.3, 2, {});
    CHECK(resample(line, read_responses(file, Weighting::rows)[0]) ==
          Approx(0.3 + 2 * (0.6225 - 0.7)));
    // the mean of a straight line over 0.60 … 0.66
    CHECK(resample(line, read_responses(file, Weighting::integral)[0]) ==
          Approx(0.3 + 2 * (0.63 - 0.7)));
}

TEST_CASE("a response's noise below half a percent of the peak is left out") {
    const TextFile file{"r.txt", "# Band 1\n300 0.004\n500 1\n510 1\n900 -0.003\n"};
    const auto response = read_responses(file, Weighting::rows)[0];
    CHECK(response.wavelength_um.front() == Approx(0.5));
    CHECK(response.wavelength_um.back() == Approx(0.51));
}

TEST_CASE("a Gaussian band over a Gaussian absorption widens it") {
    // Variances add: depth · σ / √(σ² + s²) remains at the centre.
    const double fwhm = 0.02;
    const double s = fwhm / (2 * std::sqrt(2 * std::log(2.0)));
    const double sigma = 0.012;
    const Spectrum spectrum = made_up("dip", 0.5, 0, {{0.74, 0.4, sigma}});
    const Response band = gaussian_response("1", 0.74, fwhm);
    const double expected = 0.5 * (1 - 0.4 * sigma / std::sqrt(sigma * sigma + s * s));
    // The wings beyond 0.5 % of the peak are cut off: 0.1 % of the weight.
    CHECK(resample(spectrum, band) == Approx(expected).margin(5e-4));
    CHECK(band.centre_um == Approx(0.74));
    CHECK(band.width_um == Approx(fwhm).epsilon(1e-3));
}

TEST_CASE("a band beyond the spectrum is missing, not zero") {
    const Spectrum spectrum = made_up("s", 0.3, 0, {});  // 0.4 … 1
    CHECK(std::isnan(resample(spectrum, gaussian_response("a", 0.4, 0.01))));
    CHECK(std::isnan(resample(spectrum, gaussian_response("b", 1.2, 0.01))));
    CHECK(resample(spectrum, gaussian_response("c", 0.42, 0.01)) == Approx(0.3));
    Spectrum holed = spectrum;
    holed.reflectance[300] = NAN;
    CHECK(std::isnan(resample(holed, gaussian_response("d", 0.7, 0.01))));
    CHECK(resample(holed, gaussian_response("e", 0.75, 0.01)) == Approx(0.3));
}

TEST_CASE("tables of bands") {
    const auto bands = read_band_table({"b.csv", "band,wavelength (nm),fwhm\nA,700,10\nB,705,8\n"});
    REQUIRE(bands.size() == 2);
    CHECK(bands[1].band == "B");
    CHECK(bands[1].centre_um == Approx(0.705));
    CHECK(bands[1].width_um == Approx(0.008).epsilon(1e-3));
    const auto bare = read_band_table({"b.csv", "wavelength_um\n0.70\n0.71\n0.73\n"});
    CHECK(bare[2].width_um == Approx(0.02).epsilon(1e-3));  // as wide as the nearest is away
    CHECK_THROWS_AS(read_band_table({"b.csv", "centre\n0.7\n"}), core::DataError);
    CHECK_THROWS_AS(read_band_table({"b.csv", "wavelength\nx\n"}), core::DataError);
    CHECK_THROWS_AS(read_band_table({"b.csv", "wavelength,fwhm,band\n450,19\n"}), core::DataError);
    CHECK_THROWS_AS(read_responses({"r.txt", "500 1\n"}, Weighting::rows), core::DataError);
    CHECK_THROWS_AS(read_responses({"r.txt", "# Band 1\n500 0\n"}, Weighting::rows),
                    core::DataError);
    CHECK_THROWS_AS(read_responses({"r.txt", "# Band 1\n500 1\n400 1\n"}, Weighting::rows),
                    core::DataError);
}
