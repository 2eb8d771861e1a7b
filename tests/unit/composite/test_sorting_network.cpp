// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mineprint/composite/sorting_network.hpp"
#include "test_main.hpp"

using mineprint::composite::block_size;
using Row = mineprint::composite::Row<float>;
using mineprint::composite::sort_rows;
using mineprint::composite::sorting_network;

namespace {

/// Rows of zeros and ones: pixel i holds the bits of `first + i`.
std::vector<Row> bit_patterns(std::uint32_t num_rows, std::uint32_t first) {
    std::vector<Row> rows(num_rows);
    for (std::uint32_t row = 0; row < num_rows; ++row) {
        for (std::uint32_t i = 0; i < block_size; ++i) {
            rows[row][i] = static_cast<float>(((first + i) >> row) & 1U);
        }
    }
    return rows;
}

bool sorted(const std::vector<Row>& rows) {
    for (std::size_t row = 1; row < rows.size(); ++row) {
        for (std::size_t i = 0; i < block_size; ++i) {
            if (rows[row - 1][i] > rows[row][i]) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace

TEST_CASE("a network sorts every pattern of zeros and ones, hence everything") {
    // Knuth, The Art of Computer Programming 3, section 5.3.4: the zero-one principle.
    for (std::uint32_t count = 1; count <= 17; ++count) {
        const auto network = sorting_network(count, count);
        bool all = true;
        for (std::uint32_t first = 0; first < (1U << count); first += block_size) {
            std::vector<Row> rows = bit_patterns(count, first);
            sort_rows(network, std::span(rows));
            all = all && sorted(rows);
        }
        INFO(count << " rows");
        CHECK(all);
    }
}

TEST_CASE("networks of powers of two have as many comparators as Batcher counts") {
    // (p^2 - p + 4) 2^(p-2) - 1 for 2^p rows.
    CHECK(sorting_network(1, 1).empty());
    CHECK(sorting_network(4, 4).size() == 5);
    CHECK(sorting_network(16, 16).size() == 63);
    CHECK(sorting_network(64, 64).size() == 543);
}

TEST_CASE("the lowest rows come out right without the comparators they do not need") {
    const auto whole = sorting_network(24, 24);
    const auto half = sorting_network(24, 13);
    CHECK(half.size() < whole.size());
    for (std::uint32_t first = 0; first < (1U << 24U); first += 999331) {
        std::vector<Row> rows = bit_patterns(24, first);
        std::vector<Row> expected = rows;
        sort_rows(half, std::span(rows));
        sort_rows(whole, std::span(expected));
        rows.resize(13);
        expected.resize(13);
        CHECK(rows == expected);
    }
}
