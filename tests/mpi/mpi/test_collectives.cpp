// SPDX-License-Identifier: Apache-2.0
#include <numeric>

#include "mineprint/mpi/collectives.hpp"
#include "test_main.hpp"

namespace mpi = mineprint::mpi;

namespace {

/// Sizes that a buffer or an even share could go wrong on.
const std::vector<std::size_t> odd_sizes{0, 1, 2, 3, 7, 1021, 65537};

/// Values that tell rank and place.
std::vector<std::int64_t> values_of(int rank, std::size_t count) {
    std::vector<std::int64_t> values(count);
    std::iota(values.begin(), values.end(), std::int64_t{1000000} * (rank + 1));
    return values;
}

struct Record {
    std::int32_t tile = 0;
    double cost = 0;
    bool operator==(const Record&) const = default;
};

}  // namespace

TEST_CASE("a broadcast span is that of the root, whichever it is") {
    for (int root = 0; root < world().size(); ++root) {
        for (const std::size_t count : odd_sizes) {
            auto values = values_of(world().rank(), count);
            mpi::broadcast(world(), std::span(values), root);
            CHECK(values == values_of(root, count));
        }
    }
}

TEST_CASE("a broadcast vector or text replaces one of any other length") {
    const int last = world().size() - 1;
    for (const std::size_t count : odd_sizes) {
        auto values = values_of(world().rank(), static_cast<std::size_t>(world().rank()) * 5);
        if (world().rank() == last) {
            values = values_of(last, count);
        }
        mpi::broadcast(world(), values, last);
        CHECK(values == values_of(last, count));
        std::string text(static_cast<std::size_t>(world().rank()), 'x');
        if (world().is_root()) {
            text.assign(count, 'r');
        }
        mpi::broadcast(world(), text);
        CHECK(text == std::string(count, 'r'));
    }
    std::string with_zero = world().is_root() ? std::string("a\0b", 3) : std::string();
    mpi::broadcast(world(), with_zero);
    CHECK(with_zero == std::string("a\0b", 3));
}

TEST_CASE("the root gathers the part of every rank in rank order") {
    for (int root = 0; root < world().size(); ++root) {
        for (const std::size_t count : odd_sizes) {
            // Rank r gives r times the size: rank 0 nothing.
            const auto own =
                values_of(world().rank(), count * static_cast<std::size_t>(world().rank()));
            const auto parts = mpi::gather_bytes(world(), std::as_bytes(std::span(own)), root);
            if (world().rank() != root) {
                CHECK(parts.empty());
                continue;
            }
            CHECK(parts.size() == static_cast<std::size_t>(world().size()));
            for (std::size_t rank = 0; rank < parts.size(); ++rank) {
                const auto expected = values_of(static_cast<int>(rank), count * rank);
                const auto bytes = std::as_bytes(std::span(expected));
                CHECK(
                    std::equal(parts[rank].begin(), parts[rank].end(), bytes.begin(), bytes.end()));
            }
        }
    }
}

TEST_CASE("all ranks have the values of all ranks") {
    for (const std::size_t count : odd_sizes) {
        // Every second rank has nothing to give.
        const auto size_of = [&](int rank) { return rank % 2 == 0 ? count : 0; };
        const auto own = values_of(world().rank(), size_of(world().rank()));
        const auto all = mpi::all_gather(world(), std::span<const std::int64_t>(own));
        std::vector<std::int64_t> expected;
        for (int rank = 0; rank < world().size(); ++rank) {
            const auto part = values_of(rank, size_of(rank));
            expected.insert(expected.end(), part.begin(), part.end());
        }
        CHECK(all == expected);
    }
    const Record own{world().rank(), 0.5 * world().rank()};
    const auto records = mpi::all_gather(world(), std::span(&own, 1));
    CHECK(records.size() == static_cast<std::size_t>(world().size()));
    for (int rank = 0; rank < static_cast<int>(records.size()); ++rank) {
        CHECK(records[static_cast<std::size_t>(rank)] == Record{rank, 0.5 * rank});
    }
}

TEST_CASE("integers are reduced element by element") {
    const auto size = static_cast<std::int64_t>(world().size());
    for (const std::size_t count : odd_sizes) {
        auto sums = values_of(world().rank(), count);
        mpi::all_reduce(world(), std::span(sums), MPI_SUM);
        for (std::size_t i = 0; i < count; ++i) {
            const std::int64_t ranks = 1000000 * size * (size + 1) / 2;
            if (sums[i] != ranks + size * static_cast<std::int64_t>(i)) {
                FAIL_CHECK("element " << i << " of " << count << " is " << sums[i]);
                break;
            }
        }
        auto most = values_of(world().rank(), count);
        mpi::all_reduce(world(), std::span(most), MPI_MAX);
        CHECK(most == values_of(world().size() - 1, count));
        auto least = values_of(world().rank(), count);
        mpi::all_reduce(world(), std::span(least), MPI_MIN);
        CHECK(least == values_of(0, count));
    }
}

TEST_CASE("sums and maxima of one value, of every integer type") {
    const auto rank = world().rank();
    const auto size = world().size();
    CHECK(mpi::all_sum(world(), static_cast<std::uint8_t>(1)) == size);
    CHECK(mpi::all_sum(world(), std::int32_t{-rank}) == -size * (size - 1) / 2);
    CHECK(mpi::all_sum(world(), std::uint64_t{1} << 40U) == static_cast<std::uint64_t>(size)
                                                                << 40U);
    CHECK(mpi::all_max(world(), static_cast<std::int8_t>(rank - 100)) == size - 101);
    CHECK(mpi::all_max(world(), static_cast<std::uint32_t>(rank) + 4000000000U) ==
          static_cast<std::uint32_t>(size - 1) + 4000000000U);
}
