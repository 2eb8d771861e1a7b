// SPDX-License-Identifier: Apache-2.0
// Metadata of Landsat in its three forms, and of Sentinel-2.

#include "fuzz.hpp"
#include "mineprint/archive/metadata_groups.hpp"
#include "mineprint/archive/sentinel2_metadata.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mineprint;
    const std::string text = fuzz::text_of(data, size);
    fuzz::expect_answer_or_error([&] { static_cast<void>(archive::parse_odl(text)); });
    fuzz::expect_answer_or_error([&] { static_cast<void>(archive::parse_metadata_xml(text)); });
    fuzz::expect_answer_or_error([&] { static_cast<void>(archive::parse_metadata_json(text)); });
    fuzz::expect_answer_or_error(
        [&] { static_cast<void>(archive::parse_sentinel2_metadata(text, "x")); });
    return 0;
}
