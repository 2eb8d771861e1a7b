// SPDX-License-Identifier: Apache-2.0
#include <numeric>

#include "mineprint/mpi/exchange.hpp"
#include "test_main.hpp"

using namespace mineprint;

TEST_CASE("every rank gets from every rank what was meant for it") {
    std::vector<std::vector<std::int32_t>> parts;
    for (int to = 0; to < world().size(); ++to) {
        // Of another length for every pair, none among them.
        parts.emplace_back(static_cast<std::size_t>(3 * world().rank() + to), 100 * to);
    }
    const auto received = mpi::exchange(world(), parts);
    REQUIRE(received.size() == static_cast<std::size_t>(world().size()));
    for (int from = 0; from < world().size(); ++from) {
        const std::vector<std::int32_t> wanted(static_cast<std::size_t>(3 * from + world().rank()),
                                               100 * world().rank());
        CHECK(received[static_cast<std::size_t>(from)] == wanted);
    }
}

TEST_CASE("sums are scattered in pieces of any length") {
    const auto size = static_cast<std::size_t>(world().size());
    std::vector<std::size_t> counts;
    for (std::size_t rank = 0; rank < size; ++rank) {
        counts.push_back(2 * rank);  // none for rank 0
    }
    std::vector<std::uint64_t> values(size * (size - 1));
    std::iota(values.begin(), values.end(), std::uint64_t{1});
    const auto piece = mpi::reduce_scatter(world(), std::span<const std::uint64_t>(values), counts);
    const auto rank = static_cast<std::size_t>(world().rank());
    REQUIRE(piece.size() == 2 * rank);
    for (std::size_t index = 0; index < piece.size(); ++index) {
        const std::uint64_t value = rank * (rank - 1) + index + 1;
        CHECK(piece[index] == value * size);
    }
}

TEST_CASE("values whose number all ranks know are gathered in rank order") {
    std::vector<std::size_t> counts;
    std::vector<std::int16_t> wanted;
    for (int rank = 0; rank < world().size(); ++rank) {
        counts.push_back(static_cast<std::size_t>(2 * rank));
        wanted.insert(wanted.end(), counts.back(), static_cast<std::int16_t>(rank));
    }
    const std::vector<std::int16_t> own(counts[static_cast<std::size_t>(world().rank())],
                                        static_cast<std::int16_t>(world().rank()));
    CHECK(mpi::all_gather_known(world(), std::span<const std::int16_t>(own), counts) == wanted);
}
