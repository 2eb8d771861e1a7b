// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/leaf_shares.hpp"
#include "test_main.hpp"

using namespace mineprint::forest;

TEST_CASE("a share is the rounded 65535th, halves up") {
    CHECK(share_of(0, 7) == 0);
    CHECK(share_of(7, 7) == 65535);
    CHECK(share_of(1, 2) == 32768);  // 32767.5
    CHECK(share_of(1, 3) == 21845);
    CHECK(share_of(2, 3) == 43690);
    CHECK(share_of(3, 0) == 0);
    CHECK(share_of(1U << 30U, 1U << 31U) == 32768);
}

TEST_CASE("shares of leaves are taken leaf by leaf") {
    const std::vector<std::uint32_t> counts{1, 3, 0, 0, 5, 5};
    const std::vector<std::uint16_t> expected{16384, 49151, 0, 0, 32768, 32768};
    CHECK(leaf_shares(counts, 2) == expected);
}
