// SPDX-License-Identifier: Apache-2.0
#include "mineprint/mpi/shared_memory.hpp"
#include "test_main.hpp"

using namespace mineprint;

TEST_CASE("what one rank of a node writes, all of them read") {
    const mpi::Communicator node = world().split_by_node();
    constexpr std::size_t each = 1000;
    const auto size = static_cast<std::size_t>(node.size());
    mpi::SharedMemory memory(node, each * size);
    REQUIRE(memory.bytes().size() == each * size);
    const auto own = memory.bytes().subspan(each * static_cast<std::size_t>(node.rank()), each);
    std::ranges::fill(own, static_cast<std::byte>(node.rank() + 1));
    memory.synchronise();
    std::size_t wrong = 0;
    for (std::size_t index = 0; index < each * size; ++index) {
        wrong += memory.bytes()[index] == static_cast<std::byte>(index / each + 1) ? 0 : 1;
    }
    CHECK(wrong == 0);
    memory.close();
    CHECK(memory.bytes().empty());
}
