// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <set>

#include "mineprint/training/binning.hpp"
#include "test_main.hpp"

using namespace mineprint::training;

namespace {

constexpr float missing = std::numeric_limits<float>::quiet_NaN();

std::vector<float> thresholds_of(std::vector<float> values) {
    return make_thresholds(count_values(values));
}

}  // namespace

TEST_CASE("values are counted in rising order, without the missing ones") {
    const std::vector<float> values{3, missing, 1, 3, -0.0F, 0.0F, missing, 1, 3};
    const std::vector<ValueCount> expected{{0, 2}, {1, 2}, {3, 3}};
    CHECK(count_values(values) == expected);
    CHECK(count_values(std::vector<float>{missing}).empty());
    CHECK(count_values(std::vector<float>{}).empty());
}

TEST_CASE("few distinct values are cut in the middle between each two") {
    CHECK(thresholds_of({5, 1, 2, 1}) == std::vector<float>{1.5F, 3.5F});
    CHECK(thresholds_of({7, 7, 7}).empty());
    CHECK(thresholds_of({}).empty());
}

TEST_CASE("a threshold lies at or above the lower value and below the upper one") {
    constexpr float most = std::numeric_limits<float>::max();
    constexpr float least = std::numeric_limits<float>::denorm_min();
    for (const auto& [a, b] : {std::pair{-most, most},
                               {most / 2, most},
                               {0.0F, least},
                               {-least, 0.0F},
                               {1.0F, std::nextafter(1.0F, 2.0F)},
                               {-std::numeric_limits<float>::infinity(), 0.0F}}) {
        const float middle = threshold_between(a, b);
        CHECK(a <= middle);
        CHECK(middle < b);
    }
    CHECK(threshold_between(-most, most) == 0);
}

TEST_CASE("255 distinct values still have a bin each; more share at most 255 bins fairly") {
    std::mt19937 numbers(3);
    for (const std::size_t distinct : {2U, 254U, 255U, 256U, 257U, 5000U}) {
        std::vector<float> values;
        for (std::size_t i = 0; i < distinct; ++i) {
            values.push_back(static_cast<float>(i));
        }
        const std::set<float> all(values.begin(), values.end());
        std::ranges::shuffle(values, numbers);
        const std::vector<float> thresholds = thresholds_of(values);
        CHECK(std::ranges::is_sorted(thresholds));
        CHECK(std::ranges::adjacent_find(thresholds) == thresholds.end());
        CHECK(thresholds.size() == std::min<std::size_t>(distinct, 255) - 1);
        const Binner binner(thresholds);
        std::vector<std::size_t> rows(thresholds.size() + 1);
        for (const float value : values) {
            const auto below =
                std::ranges::count_if(thresholds, [&](float t) { return t < value; });
            REQUIRE(binner.code_of(value) == below);
            ++rows[static_cast<std::size_t>(below)];
        }
        // All values are alike frequent, so no bin may hold much more than another.
        const auto [fewest, most] = std::ranges::minmax_element(rows);
        CHECK(*most - *fewest <= 1);
    }
}

TEST_CASE("a value that half of the rows have takes one bin, and the others keep theirs") {
    std::vector<float> values(10'000, 0.5F);
    for (int i = 0; i < 10'000; ++i) {
        values.push_back(static_cast<float>(i) / 10'000);
    }
    const Binner binner(thresholds_of(values));
    CHECK(binner.thresholds().size() > 200);
    std::set<std::uint8_t> codes;
    for (const float value : values) {
        codes.insert(binner.code_of(value));
    }
    CHECK(codes.size() == binner.thresholds().size() + 1);
    CHECK(binner.code_of(missing) == missing_code);
    CHECK(binner.code_of(-std::numeric_limits<float>::infinity()) == 0);
    CHECK(binner.code_of(std::numeric_limits<float>::infinity()) == binner.thresholds().size());
}
