// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>

#include "mineprint/core/error.hpp"
#include "mineprint/spectra/envi_library.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::spectra;

namespace {

std::string header(const std::string& type, const std::string& order) {
    return "ENVI\ndescription = {\n two made-up minerals}\nsamples = 3\nlines = 2\nbands = 1\n"
           "header offset = 2\nfile type = ENVI Spectral Library\ndata type = " +
           type + "\nbyte order = " + order +
           "\nwavelength units = Nanometers\nspectra names = {\n A one,\n B two}\n"
           "wavelength = {\n 400.0, 500.0,\n 600.0}\nreflectance scale factor = 10000\n";
}

template <class T>
std::string bytes_of(const std::vector<T>& values, bool swapped) {
    std::string bytes = "xx";  // the offset
    for (const T value : values) {
        char raw[sizeof(T)];
        std::memcpy(raw, &value, sizeof(T));
        if (swapped) {
            std::reverse(raw, raw + sizeof(T));
        }
        bytes.append(raw, sizeof(T));
    }
    return bytes;
}

template <class T>
void check_read(const std::string& type, bool swapped) {
    const TextFile head{"l.hdr", header(type, swapped ? "1" : "0")};
    const TextFile body{"l.sli", bytes_of<T>({1000, 2000, 3000, 4000, 5000, 6000}, swapped)};
    const Library library = read_library(std::vector{body, head});
    REQUIRE(library.size() == 2);
    CHECK(library[0].name == "A one");
    CHECK(library[1].name == "B two");
    CHECK(library[1].wavelength_um[2] == Approx(0.6));
    CHECK(library[0].reflectance[0] == Approx(0.1));
    CHECK(library[1].reflectance[2] == Approx(0.6));
}

}  // namespace

TEST_CASE("ENVI libraries of several types, in either byte order") {
    check_read<float>("4", false);
    check_read<float>("4", true);
    check_read<double>("5", true);
    check_read<std::int16_t>("2", true);
    check_read<std::uint16_t>("12", false);
    check_read<std::int32_t>("3", false);
}

TEST_CASE("ENVI headers that cannot be used") {
    CHECK_THROWS_AS(parse_envi_header({"a.hdr", "samples = 3\n"}), core::DataError);
    CHECK_THROWS_AS(parse_envi_header({"a.hdr", "ENVI\nwavelength = {1, 2\n"}), core::DataError);
    CHECK_THROWS_AS(read_envi_library({"a.hdr", header("4", "0")}, {"a.sli", "too short"}),
                    core::DataError);
    CHECK_THROWS_AS(read_envi_library({"a.hdr", header("6", "0")}, {"a.sli", std::string(99, 'x')}),
                    core::DataError);
    for (const char* type : {"6666666666666666666666666666666666666666666", "4.5", "1e10"}) {
        CHECK_THROWS_AS(
            read_envi_library({"a.hdr", header(type, "0")}, {"a.sli", std::string(99, 'x')}),
            core::DataError);
    }
    const auto items = parse_envi_header({"a.hdr", header("4", "0")});
    CHECK(items.at("spectra names") == "A one, B two");
}
