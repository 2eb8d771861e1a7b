// SPDX-License-Identifier: Apache-2.0
// Names of products and files, of every source.

#include "fuzz.hpp"
#include "mineprint/archive/landsat_name.hpp"
#include "mineprint/archive/product_names.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mineprint;
    const std::string text = fuzz::text_of(data, size);
    fuzz::expect_answer_or_error([&] { static_cast<void>(archive::LandsatName::parse(text)); });
    fuzz::expect_answer_or_error([&] { static_cast<void>(archive::Sentinel2Name::parse(text)); });
    fuzz::expect_answer_or_error([&] { static_cast<void>(archive::HlsName::parse(text)); });
    fuzz::expect_answer_or_error([&] { static_cast<void>(archive::ForceName::parse(text)); });
    fuzz::expect_answer_or_error([&] { static_cast<void>(archive::baseline_number(text, "x")); });
    fuzz::expect_answer_or_error([&] { static_cast<void>(archive::source_by_name(text)); });
    return 0;
}
