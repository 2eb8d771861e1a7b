// SPDX-License-Identifier: Apache-2.0
#include <new>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>

#include "mineprint/core/error.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "test_main.hpp"

namespace core = mineprint::core;
namespace mpi = mineprint::mpi;

namespace {

struct Caught {
    core::ExitStatus status = core::ExitStatus::done;
    std::string text;
};

/// What this rank gets when `work` runs on all; nothing when it does not throw.
template <class Work>
std::optional<Caught> caught_from(Work&& work) {
    std::optional<Caught> caught;
    try {
        mpi::run_on_all(world(), work);
    } catch (const core::Error& error) {
        caught = {error.exit_status(), error.what()};
    }
    // Whatever happened, all ranks must still agree on what comes next.
    CHECK(mpi::all_sum(world(), std::int32_t{1}) == world().size());
    return caught;
}

std::string rank_note(int rank) {
    return rank == 0 ? "" : " (on rank " + std::to_string(rank) + ")";
}

}  // namespace

TEST_CASE("work that succeeds everywhere gives every rank its own result") {
    CHECK(mpi::run_on_all(world(), [] { return world().rank() * 10; }) == world().rank() * 10);
    bool ran = false;
    CHECK_FALSE(caught_from([&] { ran = true; }));
    CHECK(ran);
    const std::string text = mpi::run_on_all(world(), [] { return std::string("x"); });
    CHECK(text == "x");
}

TEST_CASE("one rank's failure is everybody's, with its text and exit status") {
    for (const int culprit : std::set<int>{0, world().size() / 2, world().size() - 1}) {
        const auto caught = caught_from([&] {
            if (world().rank() == culprit) {
                throw core::DataError("a.tif: band 3: truncated");
            }
        });
        REQUIRE(caught);
        CHECK(caught->status == core::ExitStatus::data);
        CHECK(caught->text == "a.tif: band 3: truncated" + rank_note(culprit));
    }
}

TEST_CASE("of several failures that of the lowest rank is thrown") {
    const auto everywhere = caught_from(
        [] { throw core::UsageError("seen by rank " + std::to_string(world().rank())); });
    REQUIRE(everywhere);
    CHECK(everywhere->status == core::ExitStatus::usage);
    CHECK(everywhere->text == "seen by rank 0");
    const auto all_but_root = caught_from([] {
        if (!world().is_root()) {
            throw core::Stopped("seen by rank " + std::to_string(world().rank()));
        }
    });
    CHECK(all_but_root.has_value() == (world().size() > 1));
    if (all_but_root) {
        CHECK(all_but_root->status == core::ExitStatus::stopped);
        CHECK(all_but_root->text == "seen by rank 1 (on rank 1)");
    }
}

TEST_CASE("foreign exceptions become errors without a status of their own") {
    const int last = world().size() - 1;
    const auto thrown_by_last = [&](auto&& thrown) {
        return caught_from([&] {
            if (world().rank() == last) {
                throw thrown;
            }
        });
    };
    const auto standard = thrown_by_last(std::out_of_range("vector::at"));
    REQUIRE(standard);
    CHECK(standard->status == core::ExitStatus::other);
    CHECK(standard->text == "vector::at" + rank_note(last));
    const auto memory = thrown_by_last(std::bad_alloc());
    REQUIRE(memory);
    CHECK(memory->text == "out of memory" + rank_note(last));
    const auto number = thrown_by_last(3);
    REQUIRE(number);
    CHECK(number->status == core::ExitStatus::other);
}

TEST_CASE("a long text arrives whole") {
    const std::string text(100001, 'e');
    const auto caught = caught_from([&] {
        if (world().is_root()) {
            throw core::RunError(text);
        }
    });
    REQUIRE(caught);
    CHECK(caught->text == text);
}

TEST_CASE("work for the root runs there alone, and its failure is everybody's") {
    std::int32_t runs = 0;
    mpi::run_on_root(world(), [&] { ++runs; });
    CHECK(runs == (world().is_root() ? 1 : 0));
    CHECK_THROWS_WITH(mpi::run_on_root(world(), [] { throw core::DataError("no such job file"); }),
                      "no such job file");
}
