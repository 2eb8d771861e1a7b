// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/core/error.hpp"
#include "mineprint/spectra/library_text.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::spectra;

namespace {

std::string data_error(const std::vector<TextFile>& files) {
    try {
        (void)read_library(files);
    } catch (const core::DataError& error) {
        return error.what();
    }
    return "";
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("spectra in JSON") {
    const TextFile one{"a.json", R"({"id": "x", "name": "A", "wavelengths": [400, 500, 600],)"
                                 R"( "reflectance": [0.1, null, 0.3]})"};
    const Library library = read_library(std::vector{one});
    REQUIRE(library.size() == 1);
    CHECK(library[0].name == "A");
    CHECK(library[0].wavelength_um[2] == Approx(0.6));
    CHECK(std::isnan(library[0].reflectance[1]));
    CHECK(library[0].reflectance[2] == 0.3);
    const TextFile list{"l.json", "{\"spectra\": [" + one.bytes + "," + one.bytes + "]}"};
    const Library both = read_library(std::vector{list});
    REQUIRE(both.size() == 2);
    CHECK(both[1].name == "A (2)");
    CHECK(has(data_error({{"b.json", "{\"name\": \"A\"}"}}), "b.json"));
}

TEST_CASE("spectra in CSV: empty fields and zeros are missing") {
    const TextFile file{"l.csv",
                        "wavelength_um,\"Monazite, fine\",B\n0.4,0.0,0.5\n0.5,,0.6\n0.6,0.3,0.7\n"};
    const Library library = read_library(std::vector{file});
    REQUIRE(library.size() == 2);
    CHECK(library[0].name == "Monazite, fine");
    CHECK(std::isnan(library[0].reflectance[0]));
    CHECK(std::isnan(library[0].reflectance[1]));
    CHECK(library[0].reflectance[2] == 0.3);
    CHECK(library[1].reflectance == std::vector<double>{0.5, 0.6, 0.7});
    CHECK(has(data_error({{"l.csv", "wavelength_nm,A\n0.4,0.1\n0.5,0.2\n"}}), "nm"));
    CHECK(has(data_error({{"l.csv", "wavelength_um,A\n0.4,x\n0.5,0.2\n"}}), "l.csv:2"));
    CHECK(has(data_error({{"l.csv", "wavelength_um,A\n0.4\n"}}), "l.csv:2"));
}

TEST_CASE("USGS splib06 ASCII") {
    const TextFile file{
        "monazite.asc",
        "USGS Digital Spectral Library splib06a\nClark and others 2007, USGS, Data Series 231\n \n"
        "ASCII Spectral Data file contents:\nline 15 title\nline 17 to end:  3-columns of data:\n"
        "     wavelength    reflectance    standard deviation\n\n"
        "(      -1.23e34  indicates a deleted number)\n"
        "----------------------------------------------------\n"
        "Monazite HS255.3B   W1R1Ba AREF\ncopy of splib05a r 6000\n"
        "     0.205100 -1.23e34 0.000000\n     0.213100 0.012000 0.001000\n"
        "     0.221100 0.013000 0.001000\n"};
    const Library library = read_library(std::vector{file});
    REQUIRE(library.size() == 1);
    CHECK(library[0].name == "Monazite HS255.3B W1R1Ba AREF");
    REQUIRE(library[0].reflectance.size() == 3);
    CHECK(std::isnan(library[0].reflectance[0]));
    CHECK(library[0].reflectance[2] == 0.013);
}

TEST_CASE("USGS splib07 ASCII finds its wavelengths by their number") {
    const TextFile wavelengths{
        "w3.txt", " splib07a Record=1: Wavelengths ASD 0.35-2.5 microns\n0.4\n0.5\n0.6\n"};
    const TextFile others{"w2.txt", " splib07a Record=2: Wavelengths BECK\n0.3\n0.7\n"};
    const TextFile spectrum{"m.txt",
                            " splib07a Record=9: Monazite HS255.1B      ASDNGb AREF\n"
                            " 0.25\n-1.2300000e+034\n 0.35\n"};
    const TextFile errors{"e.txt", " splib07a Record=10: error_of Monazite\n0.01\n0.01\n0.01\n"};
    const Library library = read_library(std::vector{spectrum, errors, others, wavelengths});
    REQUIRE(library.size() == 1);
    CHECK(library[0].name == "Monazite HS255.1B ASDNGb AREF");
    CHECK(library[0].wavelength_um == std::vector<double>{0.4, 0.5, 0.6});
    CHECK(std::isnan(library[0].reflectance[1]));
    CHECK(has(data_error({spectrum, others}), "no file of 3 wavelengths"));
}

TEST_CASE("what is no library is refused by name") {
    CHECK(has(data_error({{"notes.txt", "dear diary\n"}}), "notes.txt"));
    CHECK(has(data_error({{"l.sli", "abcd"}}), "l.hdr"));
}
