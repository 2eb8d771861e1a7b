// SPDX-License-Identifier: Apache-2.0
#include <numeric>

#include "mineprint/accuracy/sample_size.hpp"
#include "mineprint/core/error.hpp"
#include "test_main.hpp"

using namespace mineprint::accuracy;

namespace {

constexpr std::int64_t many = 1'000'000;

/// Olofsson et al. 2014, section 5.1.
std::vector<PlannedStratum> olofsson() {
    return {{0.020, 0.70, many}, {0.015, 0.60, many}, {0.320, 0.90, many}, {0.645, 0.95, many}};
}

std::int64_t sum(const std::vector<std::int64_t>& units) {
    return std::accumulate(units.begin(), units.end(), std::int64_t{0});
}

}  // namespace

TEST_CASE("the sample size of Olofsson et al. 2014") {
    CHECK(sample_size(olofsson(), 0.01) == 641);  // 640.536
    CHECK_THROWS_AS(sample_size(olofsson(), 0), mineprint::core::UsageError);
    CHECK_THROWS_AS(sample_size(std::vector<PlannedStratum>{{0, 0.5, 1}}, 0.01),
                    mineprint::core::UsageError);
}

TEST_CASE("allocations of 641 units") {
    const auto strata = olofsson();
    CHECK(allocate(strata, 641, 2, Allocation::proportional) ==
          std::vector<std::int64_t>{13, 10, 205, 413});
    CHECK(allocate(strata, 641, 2, Allocation::equal) ==
          std::vector<std::int64_t>{161, 160, 160, 160});
    // The paper's "Alloc1" family: 75 to each rare class, the rest by size (165 and 325 there, of
    // 640; sizes 0.320 : 0.645 share 491 as 163 : 328).
    CHECK(allocate(strata, 641, 75, Allocation::balanced) ==
          std::vector<std::int64_t>{75, 75, 163, 328});
    // Neyman: in proportion to W S = .0091652, .0073485, .096, .1405747.
    CHECK(allocate(strata, 641, 2, Allocation::optimal) ==
          std::vector<std::int64_t>{23, 19, 243, 356});
}

TEST_CASE("the optimal allocation of the planned size reaches the planned error") {
    const auto strata = olofsson();
    CHECK(expected_overall_se(strata, allocate(strata, 641, 2, Allocation::optimal)) ==
          Approx(0.01).epsilon(1e-3));
    CHECK(expected_overall_se(strata, allocate(strata, 641, 2, Allocation::equal)) > 0.0105);
}

TEST_CASE("a stratum gives no more units than it has pixels, and empty ones give none") {
    const std::vector<PlannedStratum> strata{{0.001, 0.8, 12}, {0, 0.9, 0}, {0.999, 0.9, many}};
    const auto units = allocate(strata, 300, 50, Allocation::balanced);
    CHECK(units == std::vector<std::int64_t>{12, 0, 288});
    const auto equal = allocate(strata, 300, 2, Allocation::equal);
    CHECK(equal == std::vector<std::int64_t>{12, 0, 288});
    // More minima than units: the minima win.
    CHECK(sum(allocate(olofsson(), 100, 50, Allocation::proportional)) == 200);
}
