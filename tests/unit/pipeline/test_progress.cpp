// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/progress.hpp"
#include "test_main.hpp"

using mineprint::pipeline::duration_text;

TEST_CASE("durations are told in the unit that fits") {
    CHECK(duration_text(0.4) == "0 s");
    CHECK(duration_text(59.4) == "59 s");
    CHECK(duration_text(59.6) == "1 min 00 s");
    CHECK(duration_text(200) == "3 min 20 s");
    CHECK(duration_text(3720) == "1 h 02 min");
}
