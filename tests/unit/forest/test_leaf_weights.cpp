// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <numeric>
#include <random>

#include "mineprint/core/error.hpp"
#include "mineprint/forest/leaf_shares.hpp"
#include "mineprint/forest/leaf_weights.hpp"
#include "test_main.hpp"

using namespace mineprint::forest;
using Counts = std::vector<std::uint32_t>;

TEST_CASE("whole weights are counts") {
    CHECK(counts_of_weights(std::vector{3.0, 0.0, 12.0}, double_weight_error) == Counts{3, 0, 12});
    CHECK(counts_of_weights(std::vector{1.0}, single_weight_error) == Counts{1});
}

TEST_CASE("fractions rounded to single precision give back the rows they were counted from") {
    for (const std::uint32_t rows : {2U, 3U, 6U, 7U, 40U, 97U, 100U, 1000U, 1447U, 1448U}) {
        for (std::uint32_t first = 0; first <= rows; ++first) {
            const std::uint32_t second = (rows - first) / 3;
            const Counts counts{first, second, rows - first - second};
            std::vector<double> weights;
            for (const std::uint32_t count : counts) {
                weights.push_back(static_cast<float>(count / (300.0 * rows)));  // of 300 trees
            }
            // Both are in the same ratio, so that all shares are the same ones.
            const Counts found = counts_of_weights(weights, single_weight_error);
            const auto divisor = std::gcd(std::gcd(first, second), rows);
            const bool lossless =
                found == Counts{counts[0] / divisor, counts[1] / divisor, counts[2] / divisor};
            const auto share = static_cast<double>(static_cast<float>(first / 300.0 / rows)) * 300;
            const auto two = std::gcd(first, rows);
            const bool binary = counts_of_second(share, single_weight_error) ==
                                Counts{(rows - first) / two, first / two};
            if (!lossless || !binary) {
                FAIL("lost: " << first << " and " << second << " of " << rows);
            }
        }
    }
    CHECK(counts_of_weights(std::vector{1.0 / 3, 2.0 / 3}, double_weight_error) == Counts{1, 2});
}

TEST_CASE("weights in no small ratio are kept to 2^-31") {
    const std::vector weights{0.1234567890123, 0.7654321098765, 0.3333333333333};
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    const Counts counts = counts_of_weights(weights, double_weight_error);
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        CHECK(counts[i] / total == Approx(weights[i] / sum).margin(1e-9));
    }
    CHECK(counts_of_weights(std::vector{1.0, 1e-20}, double_weight_error) == Counts{1U << 31U, 0});
}

TEST_CASE("a weight that is none is refused") {
    using mineprint::core::DataError;
    for (const double bad : {-0.5, std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::infinity()}) {
        CHECK_THROWS_AS(counts_of_weights(std::vector{1.0, bad}, double_weight_error), DataError);
    }
    CHECK_THROWS_AS(counts_of_weights(std::vector{0.0, 0.0}, double_weight_error), DataError);
}

TEST_CASE("the shares of any counts have counts with these very shares") {
    std::mt19937_64 numbers(5);
    for (int round = 0; round < 20'000; ++round) {
        Counts counts(round % 40 == 0 ? 256 : 1 + numbers() % 9);
        const std::uint64_t largest = round % 3 == 0 ? 3 : 1 + numbers() % 70'000;
        for (std::uint32_t& count : counts) {
            count = static_cast<std::uint32_t>(numbers() % 3 == 0 ? 0 : numbers() % largest);
        }
        counts.back() += 1;
        const auto shares = leaf_shares(counts, counts.size());
        if (leaf_shares(counts_of_shares(shares), counts.size()) != shares) {
            FAIL("round " << round);
        }
    }
    CHECK(counts_of_shares(std::vector<std::uint16_t>{0, 65535}) == Counts{0, 65535});
    CHECK(counts_of_shares(std::vector<std::uint16_t>{32768, 32768}) == Counts{65535, 65535});
    CHECK(counts_of_shares(std::vector<std::uint16_t>{32768, 32769}).empty());
    CHECK(counts_of_shares(std::vector<std::uint16_t>{32767, 32767}).empty());
}
