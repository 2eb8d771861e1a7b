// SPDX-License-Identifier: Apache-2.0
// Forests as JSON; one that is accepted must also be written and read again.

#include "fuzz.hpp"
#include "mineprint/pipeline/model_exchange.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mineprint;
    const std::string text = fuzz::text_of(data, size);
    fuzz::expect_answer_or_error([&] {
        const std::string again = pipeline::to_json(pipeline::forest_from_json(text, "x"));
        if (pipeline::to_json(pipeline::forest_from_json(again, "x")) != again) {
            std::abort();
        }
    });
    return 0;
}
