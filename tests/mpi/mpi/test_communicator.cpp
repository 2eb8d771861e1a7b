// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <utility>

#include "mineprint/core/error.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "test_main.hpp"

using mineprint::core::RunError;
using mineprint::mpi::Communicator;
namespace mpi = mineprint::mpi;

TEST_CASE("the world knows its ranks") {
    CHECK(world().rank() >= 0);
    CHECK(world().rank() < world().size());
    CHECK(world().is_root() == (world().rank() == 0));
    CHECK(mpi::all_sum(world(), std::int32_t{1}) == world().size());
}

TEST_CASE("a duplicate has the same ranks and messages of its own") {
    const Communicator copy = world().duplicate();
    CHECK(copy.rank() == world().rank());
    CHECK(copy.size() == world().size());
    int same = MPI_IDENT;
    MPI_Comm_compare(copy.handle(), world().handle(), &same);
    CHECK(same == MPI_CONGRUENT);
    if (world().size() == 1) {
        return;
    }
    constexpr int tag = 77;
    if (world().rank() == 0) {
        const int through_copy = 1;
        const int through_world = 2;
        MPI_Send(&through_copy, 1, MPI_INT, 1, tag, copy.handle());
        MPI_Send(&through_world, 1, MPI_INT, 1, tag, world().handle());
    } else if (world().rank() == 1) {
        int value = 0;
        MPI_Recv(&value, 1, MPI_INT, 0, tag, world().handle(), MPI_STATUS_IGNORE);
        CHECK(value == 2);
        MPI_Recv(&value, 1, MPI_INT, 0, tag, copy.handle(), MPI_STATUS_IGNORE);
        CHECK(value == 1);
    }
}

TEST_CASE("ranks of one colour keep their order") {
    const int colour = world().rank() % 2;
    const Communicator part = world().split(colour);
    CHECK(part.size() == (world().size() + 1 - colour) / 2);
    CHECK(part.rank() == world().rank() / 2);
    const int own = world().rank();
    const auto members = mpi::all_gather(part, std::span(&own, 1));
    for (std::size_t i = 0; i < members.size(); ++i) {
        CHECK(members[i] == static_cast<int>(2 * i) + colour);
    }
}

TEST_CASE("the ranks of one machine share its memory") {
    const Communicator node = world().split_by_node();
    CHECK(node.size() >= 1);
    CHECK(node.size() <= world().size());
    // Every rank is on one node: the roots of all nodes stand for all ranks.
    CHECK(mpi::all_sum(world(), std::int32_t{node.is_root() ? node.size() : 0}) == world().size());
}

TEST_CASE("a communicator moves and leaves nothing behind") {
    Communicator first = world().duplicate();
    const MPI_Comm handle = first.handle();
    Communicator second(std::move(first));
    CHECK(second.handle() == handle);
    CHECK(second.rank() == world().rank());
    Communicator third = world().split(0);
    third = std::move(second);
    CHECK(third.handle() == handle);
    CHECK(third.size() == world().size());
    Communicator& itself = third;
    third = std::move(itself);
    CHECK(third.handle() == handle);
    CHECK(mpi::all_sum(third, std::int64_t{2}) == 2 * world().size());
    static_assert(!std::is_copy_constructible_v<Communicator>);
}

TEST_CASE("many short-lived communicators do not use up MPI") {
    for (int i = 0; i < 2000; ++i) {
        const Communicator copy = world().duplicate();
    }
    world().barrier();
    SUCCEED();
}

TEST_CASE("an MPI error is an exception that names the call") {
    CHECK_NOTHROW(mpi::check(MPI_SUCCESS, "MPI_Send"));
    CHECK_THROWS_WITH(
        mpi::check(MPI_ERR_TAG, "MPI_Send"),
        Catch::Matchers::Contains("MPI_Send") && Catch::Matchers::Contains("MPI_ERR_TAG"));
    const int nothing = 0;
    const int no_such_rank = world().size();
    CHECK_THROWS_AS(
        mpi::check(MPI_Send(&nothing, 1, MPI_INT, no_such_rank, 0, world().handle()), "MPI_Send"),
        RunError);
}
