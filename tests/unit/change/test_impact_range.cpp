// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/change/impact_range.hpp"
#include "mineprint/core/random.hpp"
#include "test_main.hpp"

using namespace mineprint::change;

TEST_CASE("quantiles of the triangular distribution invert its shares") {
    // scipy.stats.triang(c=0.3, loc=2, scale=10): ppf(0.05) = 3.2247449, ppf(0.5) = 6.0839202,
    // ppf(0.95) = 10.1291713.
    const ImpactFactor factor{2, 5, 12};
    CHECK(triangular_quantile(factor, 0.05) == Approx(3.2247449).epsilon(1e-7));
    CHECK(triangular_quantile(factor, 0.5) == Approx(6.0839202).epsilon(1e-7));
    CHECK(triangular_quantile(factor, 0.95) == Approx(10.1291713).epsilon(1e-7));
    for (const double p : {0.0, 0.1, 0.3, 0.77, 1.0}) {
        CHECK(triangular_share(factor, triangular_quantile(factor, p)) == Approx(p).margin(1e-12));
    }
    CHECK(triangular_share({2, 2, 4}, 2) == 0);
    CHECK(triangular_quantile({3, 3, 3}, 0.4) == 3);
    CHECK(triangular_share({3, 3, 3}, 3) == 1);
}

TEST_CASE("an area that is known has the factor's range") {
    // 172 500 g of gold per 100 ha, taken as known: 1 725 g per hectare of 1 km².
    const ImpactRange gold = impact_range(100, 0, {1725, 1725, 1725});
    CHECK(gold.mode == 172'500);
    CHECK(gold.p05 == Approx(gold.p95));
    // 1 kg per about 7 ha, between 5 and 10 ha.
    const ImpactRange mercury = impact_range(100, 0, {0.1, 1.0 / 7, 0.2});
    CHECK(mercury.low == Approx(10));
    CHECK(mercury.mode == Approx(100.0 / 7));
    CHECK(mercury.high == Approx(20));
    CHECK(mercury.p05 > mercury.low);
    CHECK(mercury.p95 < mercury.high);
    CHECK(mercury.mean == Approx(100 * (0.1 + 1.0 / 7 + 0.2) / 3));
}

TEST_CASE("an uncertain area widens the range as draws of both show") {
    const ImpactFactor factor{1, 2, 6};
    const ImpactRange range = impact_range(50, 8, factor);
    const mineprint::core::KeyedRandom random(1, mineprint::core::Stream::noise);
    constexpr int number = 200'000;
    int below_p05 = 0;
    int below_median = 0;
    int below_p95 = 0;
    double sum = 0;
    for (std::uint64_t i = 0; i < number; ++i) {
        const double x = std::max(0.0, 50 + 8 * random.normal(i, 0)) *
                         triangular_quantile(factor, random.uniform(i, 9));
        below_p05 += x < range.p05 ? 1 : 0;
        below_median += x < range.median ? 1 : 0;
        below_p95 += x < range.p95 ? 1 : 0;
        sum += x;
    }
    CHECK(below_p05 == Approx(0.05 * number).epsilon(0.03));
    CHECK(below_median == Approx(0.5 * number).epsilon(0.01));
    CHECK(below_p95 == Approx(0.95 * number).epsilon(0.003));
    CHECK(sum / number == Approx(range.mean).epsilon(0.005));
    CHECK(range.p95 > impact_range(50, 0, factor).p95);
    CHECK(std::isnan(impact_range(std::nan(""), 0, factor).p95));
}
