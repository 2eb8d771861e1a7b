// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <limits>

#include "mineprint/core/checked_cast.hpp"
#include "test_main.hpp"

using mineprint::core::checked_cast;
using mineprint::core::RunError;

TEST_CASE("numbers that fit are converted") {
    STATIC_REQUIRE(checked_cast<std::uint8_t>(255) == 255);
    CHECK(checked_cast<int>(std::int64_t{-5}) == -5);
    CHECK(checked_cast<std::int64_t>(std::uint32_t{4000000000U}) == 4000000000LL);
    CHECK(checked_cast<std::size_t>(std::int64_t{7}) == 7U);
}

TEST_CASE("numbers that do not fit are named") {
    CHECK_THROWS_AS(checked_cast<std::uint8_t>(256), RunError);
    CHECK_THROWS_AS(checked_cast<std::uint32_t>(-1), RunError);
    CHECK_THROWS_AS(checked_cast<int>(std::numeric_limits<std::uint64_t>::max()), RunError);
    CHECK_THROWS_WITH(checked_cast<int>(std::int64_t{1} << 40U),
                      Catch::Matchers::Contains("1099511627776"));
}
