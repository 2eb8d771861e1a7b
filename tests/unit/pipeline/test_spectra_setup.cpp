// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/pipeline/spectra_results.hpp"
#include "mineprint/pipeline/spectra_setup.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::pipeline;

namespace {

/// A mineral with a dip at 0.74 µm and a flat soil, from 0.4 to 2 µm in steps of 2 nm.
SpectraFiles made_up_files() {
    std::string csv = "wavelength_um,Testite one,Soil\n";
    for (int step = 0; step <= 800; ++step) {
        const double x = 0.4 + 0.002 * step;
        const double away = (x - 0.74) / 0.012;
        csv += fmt::format("{},{},{}\n", x, 0.5 * (1 - 0.4 * std::exp(-0.5 * away * away)),
                           0.2 + 0.1 * x);
    }
    SpectraFiles files;
    files.libraries = {{"known.csv", csv}};
    files.tables = {
        {"/r.txt", "; BAND 1\n700 1\n710 1\n; BAND 2\n740 1\n745 1\n; BAND 9\n1380 1\n1385 1\n"},
        {"/b.csv", "wavelength_nm,fwhm\n700,5\n740,5\n"}};
    return files;
}

SpectraOptions made_up_options() {
    SpectraOptions options;
    options.image = "/cube.img";
    options.target = {"testite"};
    options.features = {{"dip", 0.70, 0.78}};
    return options;
}

gdal_io::RasterInfo image_of(std::size_t num_bands) {
    gdal_io::RasterInfo info;
    info.path = "/cube.img";
    info.bands.resize(num_bands);
    return info;
}

struct Fixture {
    SpectraOptions options = made_up_options();
    SpectraFiles files = made_up_files();
    SpectraQuestion asked{options, files};

    [[nodiscard]] SpectraImage image(const gdal_io::RasterInfo& info) const {
        return spectra_image(options, files, info, asked);
    }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "bands of an ENVI header, with bad ones and a scale") {
    auto info = image_of(3);
    info.envi_header = {{"wavelength", "{700, 740, 780}"},
                        {"fwhm", "{8, 9, 10}"},
                        {"wavelength_units", "Nanometers"},
                        {"bbl", "{1, 1, 0}"},
                        {"reflectance_scale_factor", "10000"}};
    const auto made = image(info);
    CHECK(made.sensor.responses[1].centre_um == Approx(0.74));
    CHECK(made.sensor.responses[2].width_um == Approx(0.010).epsilon(0.01));
    CHECK(made.sensor.usable == std::vector<bool>{true, true, false});
    CHECK(made.bands[0].scale == Approx(1e-4));
    CHECK(made.bands[2].band_number == 3);
}

TEST_CASE_METHOD(Fixture,
                 "bands of GDAL's items, water vapour and what the target does not reach") {
    auto info = image_of(4);
    const char* centres[] = {"0.70", "0.74", "1.38", "2.2"};
    for (std::size_t band = 0; band < 4; ++band) {
        info.bands[band].metadata = {{"CENTRAL_WAVELENGTH_UM", centres[band]},
                                     {"FWHM_UM", "0.008"}};
    }
    CHECK(image(info).sensor.usable == std::vector<bool>{true, true, false, false});
    info.bands[3].metadata.clear();
    CHECK_THROWS_AS(image(info), core::DataError);
}

TEST_CASE_METHOD(Fixture, "bands by the names of a table of responses") {
    options.response = "/r.txt";
    CHECK(image(image_of(3)).sensor.usable == std::vector<bool>{true, true, false});
    CHECK_THROWS_AS(image(image_of(2)), core::UsageError);
    options.bands = {"2", "-", "1"};
    const auto made = image(image_of(3));
    CHECK(made.sensor.responses[0].centre_um == Approx(0.7425));
    CHECK(made.sensor.usable == std::vector<bool>{true, false, true});
    options.bands = {"2", "8A", "1"};
    CHECK_THROWS_AS(image(image_of(3)), core::UsageError);
    options.response.clear();
    options.wavelengths = "/b.csv";
    CHECK(image(image_of(2)).sensor.responses[0].centre_um == Approx(0.70));
    CHECK_THROWS_AS(image(image_of(3)), core::DataError);
}

TEST_CASE("a target or background that the library does not have") {
    auto options = made_up_options();
    options.target = {"monazite"};
    CHECK_THROWS_AS(SpectraQuestion(options, made_up_files()), core::UsageError);
    options = made_up_options();
    options.backgrounds = {"goethite"};
    CHECK_THROWS_AS(SpectraQuestion(options, made_up_files()), core::UsageError);
    options.backgrounds = {"soil"};
    const SpectraQuestion asked(options, made_up_files());
    CHECK(asked.question.target == std::vector<bool>{true, false});
    CHECK(asked.question.background == std::vector<bool>{false, true});
}

TEST_CASE_METHOD(Fixture, "the fingerprint follows what matters") {
    const std::string first = spectra_fingerprint(options, files);
    CHECK(spectra_fingerprint(options, files) == first);
    options.noise = 0.003;
    CHECK(spectra_fingerprint(options, files) != first);
    options = made_up_options();
    files.libraries[0].bytes += "\n";
    CHECK(spectra_fingerprint(options, files) != first);
}

TEST_CASE_METHOD(Fixture, "parts of sites merge in tile order, whichever way they came") {
    options.wavelengths = "/g.csv";
    std::string table = "wavelength_nm,fwhm\n";
    for (int nm = 700; nm <= 780; nm += 8) {
        table += fmt::format("{},9\n", nm);
    }
    files.tables.push_back({"/g.csv", table});
    const auto made = image(image_of(11));
    const auto told = spectra::check_resolvability(made.sensor, asked.question, options.simulation);
    const auto matcher = spectra::matcher_for(made.sensor, asked.question);
    const auto pure = spectra::resample(asked.entries[0], made.sensor.responses);
    std::vector<SitePart> parts;
    for (std::int64_t tile = 0; tile < 5; ++tile) {
        SitePart part{
            tile, tile == 4 ? 1 : 0, 3, 2, {}, {0.9, 0.1 * static_cast<double>(tile), 1, tile, {}}};
        for (const double value : pure) {
            part.sums.push_back(3 * value * (1 + 0.1 * static_cast<double>(tile)));
            part.purest.spectrum.push_back(static_cast<float>(value));
        }
        parts.push_back(part);
    }
    SpectraSites sites;
    sites.sites = {{"a", {{0, 0, 20}}}, {"b", {{9, 0, 3}}}, {"c", {{10, 0, 4}}}};
    std::vector<std::int64_t> elsewhere(num_score_bins);
    elsewhere[0] = 99;
    elsewhere[num_score_bins - 1] = 1;
    const auto merge = [&] {
        SpectraResults results{asked, made, matcher, told, 0.01, {}, 0, ""};
        merge_sites(results, sites, parts, elsewhere);
        return results.sites;
    };
    const auto forward = merge();
    std::reverse(parts.begin(), parts.end());
    const auto backward = merge();
    REQUIRE(forward.size() == 3);
    CHECK(forward[0].num_observed == 12);
    CHECK(forward[0].num_detected == 8);
    CHECK(forward[0].purest_column == 3);
    CHECK(forward[0].spectra[0].reflectance == backward[0].spectra[0].reflectance);
    CHECK(forward[0].spectra[0].reflectance[4] == Approx(1.15 * pure[4]));
    CHECK(forward[0].spectra[0].match.statistic == Approx(1));
    CHECK(forward[0].spectra[0].target_rank[0] == 1);
    CHECK(forward[0].elsewhere_share <= 0.01);
    CHECK(forward[0].judgement.verdict == spectra::Verdict::confirmed);
    CHECK(forward[1].num_observed == 3);
    CHECK(forward[2].judgement.verdict == spectra::Verdict::unobserved);
    CHECK(forward[2].spectra.empty());
}
