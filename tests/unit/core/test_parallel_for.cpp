// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "mineprint/core/error.hpp"
#include "mineprint/core/parallel_for.hpp"
#include "test_main.hpp"

using namespace mineprint::core;

TEST_CASE("each index is worked on once, by any number of threads") {
    for (const int threads : {1, 2, 5}) {
        std::vector<std::atomic<int>> calls(1000);
        parallel_for(100, 1000, threads,
                     [&](std::int64_t i) { ++calls[static_cast<std::size_t>(i)]; });
        for (std::size_t i = 0; i < calls.size(); ++i) {
            REQUIRE(calls[i] == (i < 100 ? 0 : 1));
        }
    }
    parallel_for(5, 5, 2, [](std::int64_t) { FAIL("there is nothing to do"); });
    parallel_for(5, 2, 2, [](std::int64_t) { FAIL("there is nothing to do"); });
}

TEST_CASE("an exception leaves the loop with its type and text") {
    for (const int threads : {1, 3}) {
        const auto failing = [&] {
            parallel_for(0, 100, threads, [](std::int64_t i) {
                if (i == 42) {
                    throw DataError("tile X0042_Y0000: broken");
                }
            });
        };
        CHECK_THROWS_AS(failing(), DataError);
        CHECK_THROWS_WITH(failing(), "tile X0042_Y0000: broken");
    }
}

TEST_CASE("after a failure no new index is begun") {
    std::atomic<int> calls = 0;
    const auto failing = [&] {
        parallel_for(0, 1000000, 2, [&](std::int64_t) {
            ++calls;
            throw RunError("at once");
        });
    };
    CHECK_THROWS_AS(failing(), RunError);
    CHECK(calls <= 2);
}

TEST_CASE("of several failures the first is kept") {
    ExceptionCarrier carrier;
    carrier.run([] {});
    CHECK_FALSE(carrier.failed());
    CHECK_NOTHROW(carrier.rethrow_if_any());
    carrier.run([] { throw DataError("first"); });
    carrier.run([] { throw RunError("second"); });
    carrier.run([] { throw 3; });
    CHECK(carrier.failed());
    CHECK_THROWS_WITH(carrier.rethrow_if_any(), "first");
    // It may be asked again.
    CHECK_THROWS_AS(carrier.rethrow_if_any(), DataError);
}
