// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <vector>

#include "mineprint/accuracy/agreement.hpp"
#include "mineprint/core/error.hpp"
#include "test_main.hpp"

using mineprint::accuracy::Agreement;
using mineprint::accuracy::agreement;
using mineprint::accuracy::ErrorMatrix;

TEST_CASE("measures of an error matrix equal those of its counts and of its shares") {
    // The coefficient with numpy, from the covariances of the 640 samples' indicator vectors.
    const std::vector<double> counts{66, 0, 5, 4, 0, 55, 8, 12, 1, 0, 153, 11, 2, 1, 9, 313};
    const Agreement a = agreement(counts, 4);
    CHECK(a.overall == Approx(587.0 / 640));
    CHECK(a.balanced == Approx((66.0 / 69 + 55.0 / 56 + 153.0 / 175 + 313.0 / 340) / 4));
    CHECK(a.mcc == Approx(0.871330).margin(5e-7));
    CHECK(a.kappa == Approx(0.869964).margin(5e-7));
    std::vector<double> shares(counts);
    ErrorMatrix matrix(4);
    for (std::size_t i = 0; i < 16; ++i) {
        shares[i] /= 640;
        matrix.add(i / 4, i % 4, static_cast<std::int64_t>(counts[i]));
    }
    for (const Agreement& other : {agreement(shares, 4), agreement(matrix)}) {
        CHECK(other.mcc == Approx(a.mcc));
        CHECK(other.exchange == Approx(a.exchange));
        CHECK(other.shift == Approx(a.shift));
    }
}

TEST_CASE("for two classes the coefficient is Matthews's") {
    // tp 20, fp 5, fn 10, tn 65: (tp tn − fp fn) / √(25 · 30 · 75 · 70)
    const Agreement a = agreement(std::vector<double>{20, 5, 10, 65}, 2);
    CHECK(a.mcc == Approx((20.0 * 65 - 5 * 10) / std::sqrt(25.0 * 30 * 75 * 70)));
    CHECK(agreement(std::vector<double>{10, 0, 0, 10}, 2).mcc == Approx(1));
    CHECK(agreement(std::vector<double>{0, 10, 10, 0}, 2).mcc == Approx(-1));
}

TEST_CASE("disagreement of a rotation is shift, that of a swap exchange") {
    const Agreement rotation = agreement(std::vector<double>{5, 1, 0, 0, 5, 1, 1, 0, 5}, 3);
    CHECK(rotation.quantity == Approx(0).margin(1e-15));
    CHECK(rotation.exchange == 0);
    CHECK(rotation.shift == Approx(3.0 / 18));
    const Agreement swap = agreement(std::vector<double>{5, 2, 0, 2, 5, 0, 0, 0, 5}, 3);
    CHECK(swap.exchange == Approx(4.0 / 19));
    CHECK(swap.shift == Approx(0).margin(1e-15));
}

TEST_CASE("measures without a denominator are not numbers") {
    const Agreement empty = agreement(std::vector<double>(4), 2);
    CHECK(std::isnan(empty.overall));
    CHECK(std::isnan(empty.mcc));
    CHECK(std::isnan(empty.balanced));
    const Agreement one_class = agreement(std::vector<double>{7, 0, 0, 0}, 2);
    CHECK(one_class.overall == 1);
    CHECK(one_class.balanced == 1);
    CHECK(std::isnan(one_class.mcc));
    CHECK_THROWS_AS(agreement(std::vector<double>(5), 2), mineprint::core::RunError);
}
