// SPDX-License-Identifier: Apache-2.0
// Spectral libraries of every form, tables of bands and of responses.

#include <array>

#include "fuzz.hpp"
#include "mineprint/spectra/envi_library.hpp"
#include "mineprint/spectra/library_text.hpp"
#include "mineprint/spectra/response.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mineprint;
    const std::string text = fuzz::text_of(data, size);
    for (const char* name : {"x.json", "x.csv", "x.txt"}) {
        const std::array<spectra::TextFile, 1> files = {spectra::TextFile{name, text}};
        fuzz::expect_answer_or_error([&] { static_cast<void>(spectra::read_library(files)); });
    }
    const spectra::TextFile file{"x.hdr", text};
    const spectra::TextFile values{"x.sli", std::string(64, '\x3f')};
    fuzz::expect_answer_or_error(
        [&] { static_cast<void>(spectra::read_envi_library(file, values)); });
    fuzz::expect_answer_or_error([&] { static_cast<void>(spectra::read_band_table(file)); });
    fuzz::expect_answer_or_error(
        [&] { static_cast<void>(spectra::read_responses(file, spectra::Weighting::rows)); });
    fuzz::expect_answer_or_error(
        [&] { static_cast<void>(spectra::read_responses(file, spectra::Weighting::integral)); });
    return 0;
}
