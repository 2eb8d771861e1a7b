// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/error.hpp"
#include "test_main.hpp"

using namespace mineprint::core;

TEST_CASE("every kind of error has the exit status that users script against") {
    CHECK(static_cast<int>(UsageError("x").exit_status()) == 2);
    CHECK(static_cast<int>(DataError("x").exit_status()) == 4);
    CHECK(static_cast<int>(RunError("x").exit_status()) == 1);
    CHECK(static_cast<int>(Stopped("x").exit_status()) == 75);
    CHECK(static_cast<int>(ExitStatus::done) == 0);
    CHECK(static_cast<int>(ExitStatus::partial) == 3);
}

TEST_CASE("errors are caught by their base and keep their text") {
    try {
        throw DataError("a.tif: band 3: no such band");
    } catch (const Error& error) {
        CHECK(error.what() == std::string("a.tif: band 3: no such band"));
        CHECK(error.exit_status() == ExitStatus::data);
    }
}
