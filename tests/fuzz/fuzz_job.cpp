// SPDX-License-Identifier: Apache-2.0
// Job files; one that is accepted must also give its options as used, and those the same again.

#include "fuzz.hpp"
#include "mineprint/app/job_parser.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mineprint;
    const auto regions_of = [](const std::string& text) {
        return app::parse_regions(app::Command::run, {{{"x.cfg", "/jobs", text}}, {}, {}});
    };
    fuzz::expect_answer_or_error([&] {
        const std::string used = app::job_as_used(regions_of(fuzz::text_of(data, size)).at(0));
        if (app::job_as_used(regions_of(used).at(0)) != used) {
            std::abort();
        }
    });
    return 0;
}
