// SPDX-License-Identifier: Apache-2.0
// STAC items, without leave to look at files over the network.

#include "fuzz.hpp"
#include "mineprint/archive/stac_file.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mineprint;
    const fuzz::Written file(fuzz::text_of(data, size), ".json");
    fuzz::expect_answer_or_error([&] {
        const archive::StacFile items(file.path);
        for (std::size_t item = 0; item < items.size(); ++item) {
            fuzz::expect_answer_or_error([&] {
                static_cast<void>(items.label(item));
                static_cast<void>(items.read(item, {}));
            });
        }
    });
    return 0;
}
