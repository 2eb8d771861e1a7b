// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include "mineprint/core/stopwatch.hpp"
#include "test_main.hpp"

TEST_CASE("a stopwatch counts seconds and never goes back") {
    const mineprint::core::Stopwatch watch;
    const double before = watch.seconds();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const double after = watch.seconds();
    CHECK(before >= 0);
    CHECK(after - before >= 0.020);
    CHECK(after < 60);
}
