// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include "mineprint/core/cores.hpp"
#include "test_main.hpp"

using namespace mineprint;

namespace {

std::vector<std::byte> mask(std::initializer_list<unsigned> bytes) {
    std::vector<std::byte> result;
    for (const unsigned byte : bytes) {
        result.push_back(static_cast<std::byte>(byte));
    }
    return result;
}

}  // namespace

TEST_CASE("a mask of cores is told in runs") {
    CHECK(core::cores_text(mask({0b0000'1111, 0b0000'0001})) == "0-3,8");
    CHECK(core::cores_text(mask({0b1000'0000, 0b0000'0011})) == "7-9");
    CHECK(core::cores_text(mask({0b0000'0101})) == "0,2");
    CHECK(core::cores_text(mask({0xff, 0xff})) == "0-15");
    CHECK(core::cores_text(mask({0, 0})).empty());
    CHECK(core::num_cores(mask({0b0000'1111, 0b0000'0001})) == 5);
}

TEST_CASE("this process may run on as many cores as the standard library counts") {
    CHECK(core::num_cores(core::core_mask()) ==
          static_cast<int>(std::thread::hardware_concurrency()));
}
