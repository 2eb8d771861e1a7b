// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <numeric>
#include <random>

#include "mineprint/training/binning.hpp"
#include "mineprint/training/shared_thresholds.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::training;

namespace {

constexpr std::size_t num_features = 5;

/// Features of every kind: all distinct, few distinct, one value only, nearly all the same, and
/// none at all; some missing.
std::vector<float> some_features(std::size_t num_rows) {
    std::mt19937_64 numbers(5);
    std::vector<float> features;
    for (std::size_t row = 0; row < num_rows; ++row) {
        const auto even = static_cast<float>(numbers() % 1'000'000) / 1000 - 300;
        features.push_back(numbers() % 50 == 0 ? std::numeric_limits<float>::quiet_NaN() : even);
        features.push_back(static_cast<float>(numbers() % 200) * (numbers() % 2 == 0 ? -1 : 1));
        features.push_back(numbers() % 2 == 0 ? -0.0F : 0.0F);
        features.push_back(numbers() % 20 == 0 ? even : 7);
        features.push_back(std::numeric_limits<float>::quiet_NaN());
    }
    features[num_features] = std::numeric_limits<float>::infinity();
    features[2 * num_features] = -std::numeric_limits<float>::infinity();
    return features;
}

}  // namespace

TEST_CASE("ranks agree on the bins that one rank with all values would make") {
    constexpr std::size_t num_rows = 4000;
    const std::vector<float> features = some_features(num_rows);
    std::vector<std::vector<float>> expected;
    for (std::size_t f = 0; f < num_features; ++f) {
        std::vector<float> values;
        for (std::size_t row = 0; row < num_rows; ++row) {
            values.push_back(features[row * num_features + f]);
        }
        expected.push_back(make_thresholds(count_values(values)));
    }
    REQUIRE(expected[0].size() == 254);
    REQUIRE(expected[2].empty());
    const auto size = static_cast<std::size_t>(world().size());
    const auto own_rank = static_cast<std::size_t>(world().rank());
    const auto check = [&](auto&& is_mine, int num_threads) {
        std::vector<std::uint32_t> rows;
        for (std::uint32_t row = 0; row < num_rows; ++row) {
            if (is_mine(row)) {
                rows.push_back(row);
            }
        }
        CHECK(shared_thresholds(world(), {features, num_features, rows}, num_threads) == expected);
    };
    check([&](std::size_t row) { return row % size == own_rank; }, 1);
    check([&](std::size_t row) { return row * size / num_rows == own_rank; }, 2);
    check([&](std::size_t) { return own_rank == size - 1; }, 4);
    // Sorted by value, so that every rank has a range of them.
    check(
        [&](std::size_t row) {
            const float value = features[row * num_features];
            const double place = value != value ? 0. : (value + 300.) / 1000.;
            return static_cast<std::size_t>(std::clamp(place, 0., 0.999) *
                                            static_cast<double>(size)) == own_rank;
        },
        3);
}
