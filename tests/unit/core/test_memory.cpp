// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "mineprint/core/memory.hpp"
#include "test_main.hpp"

using namespace mineprint;

TEST_CASE("the peak of memory follows what is touched, and does not fall") {
    constexpr std::int64_t size = std::int64_t{300} << 20U;
    const std::int64_t before = core::peak_memory_bytes();
    CHECK(before > 0);
    {
        const std::vector<char> touched(static_cast<std::size_t>(size), 'x');
        CHECK(core::peak_memory_bytes() >= size);
        CHECK(touched.back() == 'x');
    }
    CHECK(core::peak_memory_bytes() >= size);
}

TEST_CASE("a node has at least the memory that this process holds") {
    CHECK(core::node_memory_bytes() >= core::peak_memory_bytes());
}
