// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <random>

#include "mineprint/training/split_score.hpp"
#include "test_main.hpp"

using mineprint::training::SplitScore;

namespace {

/// The same score as a fraction of 128-bit integers.
struct Fraction {
    __extension__ using Wide = unsigned __int128;
    Wide top = 0;
    Wide bottom = 1;
    Fraction(std::uint64_t left_squares, std::uint64_t left, std::uint64_t right_squares,
             std::uint64_t right)
        : top(static_cast<Wide>(left_squares) * right + static_cast<Wide>(right_squares) * left),
          bottom(static_cast<Wide>(left) * right) {}
    [[nodiscard]] int compare(const Fraction& other) const {
        const Wide a = top * other.bottom;
        const Wide b = other.top * bottom;
        return a < b ? -1 : (a > b ? 1 : 0);
    }
};

}  // namespace

TEST_CASE("scores compare as the fractions they stand for, ties included") {
    // Sums below 2^20, so that the cross products of the brute-force twin stay below 2^128.
    std::mt19937_64 numbers(5);
    int num_ties = 0;
    for (int trial = 0; trial < 20'000; ++trial) {
        const std::uint64_t limit = trial % 2 == 0 ? 6 : 1U << 20U;
        const auto draw = [&] { return numbers() % limit; };
        const auto make = [&](auto& store) {
            const std::uint64_t l0 = draw() + 1;
            const std::uint64_t l1 = draw();
            const std::uint64_t r0 = draw();
            const std::uint64_t r1 = draw() + 1;
            store = {l0 * l0 + l1 * l1, l0 + l1, r0 * r0 + r1 * r1, r0 + r1};
        };
        std::array<std::uint64_t, 4> a{};
        std::array<std::uint64_t, 4> b{};
        make(a);
        make(b);
        const auto order =
            SplitScore(a[0], a[1], a[2], a[3]) <=> SplitScore(b[0], b[1], b[2], b[3]);
        const int expected =
            Fraction(a[0], a[1], a[2], a[3]).compare(Fraction(b[0], b[1], b[2], b[3]));
        const int found = std::is_lt(order) ? -1 : (std::is_gt(order) ? 1 : 0);
        REQUIRE(found == expected);
        num_ties += expected == 0 ? 1 : 0;
    }
    CHECK(num_ties > 50);
}

TEST_CASE("two scores that doubles cannot tell apart are told apart") {
    // l²/l + r²/r of pure sides is l + r; one row astray changes it by about 1e-9 of itself.
    const std::uint64_t n = 4'000'000'000;
    const SplitScore pure(n / 2 * (n / 2), n / 2, n / 2 * (n / 2), n / 2);
    const std::uint64_t most = n / 2 - 1;
    const SplitScore astray(most * most + 1, n / 2, n / 2 * (n / 2), n / 2);
    CHECK(std::is_gt(pure <=> astray));
    CHECK_FALSE(pure == astray);
    CHECK(pure == SplitScore(n / 2 * (n / 2), n / 2, n / 2 * (n / 2), n / 2));
}

TEST_CASE("the gain over the uncut node is that of the formula") {
    const std::uint64_t unit = std::uint64_t{1} << 31U;
    // 30 : 10 cut into 28 : 2 and 2 : 8.
    const double gain = (28.0 * 28 + 2 * 2) / 30 + (2.0 * 2 + 8 * 8) / 10 - (30.0 * 30 + 100) / 40;
    const SplitScore score(28 * 28 + 2 * 2, 30, 2 * 2 + 8 * 8, 10);
    const auto found = static_cast<double>(score.gain_over(30 * 30 + 10 * 10, 40));
    CHECK(std::abs(found / static_cast<double>(unit) - gain) < 2.0 / static_cast<double>(unit));
}
