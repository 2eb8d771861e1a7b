// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/error.hpp"
#include "mineprint/training/class_weights.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::training;
using Catch::Matchers::Contains;

namespace {

const std::vector<std::string> classes{"mine", "forest", "water"};

std::vector<std::uint32_t> weights(const ForestOptions& options,
                                   const std::vector<std::uint64_t>& rows) {
    return integer_class_weights(options, classes, rows);
}

}  // namespace

TEST_CASE("without weights every row counts once") {
    CHECK(weights(preset("gee"), {10, 1000, 5}) == std::vector<std::uint32_t>{1, 1, 1});
}

TEST_CASE("balanced classes weigh the same in all") {
    CHECK(weights({}, {100, 100, 100}) == std::vector<std::uint32_t>{1, 1, 1});
    CHECK(weights({}, {100, 200, 400}) == std::vector<std::uint32_t>{4, 2, 1});
    const std::vector<std::uint64_t> rows{7, 131, 1009};
    const auto found = weights({}, rows);
    const double whole = static_cast<double>(found[0]) * 7;
    CHECK(static_cast<double>(found[1]) * 131 == Approx(whole).epsilon(1e-5));
    CHECK(static_cast<double>(found[2]) * 1009 == Approx(whole).epsilon(1e-4));
}

TEST_CASE("a class's own weight comes on top") {
    ForestOptions options = preset("gee");
    options.class_weights = {{"mine", 2.5}};
    const auto check_ratio = [&](const std::vector<std::uint64_t>& rows, double mine_to_other) {
        const auto found = weights(options, rows);
        CHECK(found[1] == found[2]);
        CHECK(static_cast<double>(found[0]) / found[1] == Approx(mine_to_other).epsilon(1e-6));
    };
    check_ratio({10, 10, 10}, 2.5);
    options.balanced = true;
    check_ratio({10, 25, 25}, 6.25);
}

TEST_CASE("weighted sums stay below their limit, however many rows there are") {
    const std::vector<std::uint64_t> rows{3, 900'000'000, 1'000'000};
    const auto found = weights({}, rows);
    std::uint64_t sum = 0;
    for (std::size_t c = 0; c < rows.size(); ++c) {
        CHECK(found[c] >= 1);
        sum += rows[c] * found[c];
    }
    CHECK(sum <= max_weighted_rows);
    CHECK(found[0] > found[2]);
    CHECK_THROWS_AS(weights({}, {max_weighted_rows, max_weighted_rows, 1}), core::DataError);
}

TEST_CASE("weights that make no sense are refused by name") {
    ForestOptions options;
    options.class_weights = {{"mines", 2}};
    CHECK_THROWS_WITH(weights(options, {1, 1, 1}), Contains("mines") && Contains("'mine'"));
    options.class_weights = {{"water", 0}};
    CHECK_THROWS_WITH(weights(options, {1, 1, 1}), Contains("water") && Contains("positive"));
    CHECK_THROWS_AS(weights(options, {1, 1, 1}), core::UsageError);
}
