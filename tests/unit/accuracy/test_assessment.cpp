// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/accuracy/assessment.hpp"
#include "published_samples.hpp"
#include "test_main.hpp"

using namespace mineprint::accuracy;
using namespace published;

namespace {

Approx near(double value) { return Approx(value).margin(1e-6).epsilon(0); }
/// Areas, to as many digits as they were given with.
Approx area(double value) { return Approx(value).margin(5.1e-3).epsilon(0); }

}  // namespace

TEST_CASE("Olofsson et al. 2014, Table 8: accuracies, areas and their intervals") {
    const DesignSample sample = by_map_class(olofsson_2014_counts, olofsson_2014_pixels);
    const Assessment a = assess(sample, 4);
    CHECK(a.overall.value == near(0.94651189));
    CHECK(a.overall.se == near(0.00943042));
    CHECK(a.overall.ci95 == near(0.018484));
    const double users[]{0.880000, 0.733333, 0.927273, 0.963077};
    const double users_ci[]{0.074041, 0.100757, 0.039745, 0.020534};
    const double producers[]{0.748661, 0.847156, 0.934509, 0.961609};
    // A first term divided by n_+j − 1, as one peer has it, gives 0.213362 and 0.254623 for the
    // first two.
    const double producers_ci[]{0.213310, 0.254408, 0.034324, 0.018362};
    const double shares[]{0.02350862, 0.01298462, 0.31752214, 0.64598462};
    const double shares_se[]{0.00349072, 0.00212915, 0.00879242, 0.00922996};
    // The paper prints 21 158 ± 6 158, 11 686 ± 3 756, 285 770 ± 15 510, 581 386 ± 16 282 ha.
    const double hectares[]{21'157.76, 11'686.15, 285'769.93, 581'386.15};
    const double hectares_se[]{3'141.65, 1'916.24, 7'913.18, 8'306.97};
    const double hectares_ci[]{6'157.63, 3'755.83, 15'509.84, 16'281.66};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(a.users[i].value == near(users[i]));
        CHECK(a.users[i].ci95 == near(users_ci[i]));
        CHECK(a.producers[i].value == near(producers[i]));
        CHECK(a.producers[i].ci95 == near(producers_ci[i]));
        CHECK(a.area_share[i].value == near(shares[i]));
        CHECK(a.area_share[i].se == near(shares_se[i]));
        const Estimate ha = a.area_share[i].times(sample.population() * olofsson_2014_ha_per_pixel);
        CHECK(ha.value == area(hectares[i]));
        CHECK(ha.se == area(hectares_se[i]));
        CHECK(ha.ci95 == area(hectares_ci[i]));
    }
    const double cells[]{0.0176,     0,          0.00133333, 0.00106667, 0,          0.011,
                         0.0016,     0.0024,     0.00193939, 0,          0.29672727, 0.02133333,
                         0.00396923, 0.00198462, 0.01786154, 0.62118462};
    for (std::size_t i = 0; i < 16; ++i) {
        CHECK(a.cells[i] == near(cells[i]));
    }
    CHECK(a.agreement.quantity == near(0.00449324));
    CHECK(a.agreement.allocation == near(0.04899487));
    CHECK(a.agreement.exchange == near(0.04449231));
    CHECK(a.agreement.shift == near(0.00450256));
    CHECK(a.agreement.kappa == near(0.888814));
}

TEST_CASE("Olofsson et al. 2013, example 1: half of the deforestation was mapped") {
    const DesignSample sample = by_map_class(olofsson_2013_counts, olofsson_2013_pixels);
    const Assessment a = assess(sample, 3);
    CHECK(a.overall.value == near(0.94441678));
    CHECK(a.overall.se == near(0.01116440));
    const double users[]{.97, .93, .97};
    const double users_ci[]{.033604, .028921, .033604};
    const double producers[]{.480631, .994189, .896926};
    const double producers_ci[]{.224535, .011325, .041206};
    const double areas[]{45'112.40, 1'050'067.27, 659'944.33};
    const double areas_ci[]{21'072.75, 34'598.01, 36'526.28};
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(a.users[i].value == near(users[i]));
        CHECK(a.users[i].ci95 == near(users_ci[i]));
        CHECK(a.producers[i].value == near(producers[i]));
        CHECK(a.producers[i].ci95 == near(producers_ci[i]));
        const Estimate found = a.area_share[i].times(1'755'124);
        CHECK(found.value == area(areas[i]));
        CHECK(found.ci95 == area(areas_ci[i]));
    }
    CHECK(a.area_share[0].times(1'755'124).se == area(10'751.40));
}

TEST_CASE("Olofsson et al. 2013, example 2: strata given as shares") {
    const Assessment a = assess(by_map_class(olofsson_2013b_counts, olofsson_2013b_shares), 3);
    CHECK(a.overall.value == near(.96129738));
    CHECK(a.overall.ci95 == near(.011864));
    const double users[]{.514170, .944282, .972973};
    const double users_ci[]{.062457, .024382, .013504};
    const double producers[]{.675347, .930720, .976650};
    // 0.305661 for the first with the wrong n_+j − 1.
    const double producers_ci[]{.304589, .029382, .009604};
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(a.users[i].value == near(users[i]));
        CHECK(a.users[i].ci95 == near(users_ci[i]));
        CHECK(a.producers[i].value == near(producers[i]));
        CHECK(a.producers[i].ci95 == near(producers_ci[i]));
    }
    CHECK(a.area_share[0].value == near(.00532940));
    CHECK(a.area_share[0].se == near(.00124184));
}

TEST_CASE("Stehman 2014: strata that are not the map's classes") {
    const Assessment a = assess(stehman_2014(), 4);
    CHECK(a.area_share[0].value == near(.35));
    CHECK(a.area_share[0].se == near(.08224780));
    CHECK(a.area_share[2].value == near(.20));
    CHECK(a.area_share[2].se == near(.06427977));
    CHECK(a.overall.value == near(.63));
    CHECK(a.overall.se == near(.08464219));
    CHECK(a.users[1].value == near(.57446809));
    CHECK(a.users[1].se == near(.12478225));
    CHECK(a.producers[1].value == near(.79411765));
    CHECK(a.producers[1].se == near(.11654791));
    CHECK(a.cells[1 * 4 + 2] == near(.08));
}

TEST_CASE("standard errors where strata have different numbers of units") {
    // Strata of 2 and 6 units, not the map's classes. By hand, with s² of each stratum:
    // y: reference is 1. Stratum 0: 1 0, mean 1/2, s² 1/2. Stratum 1: 1 1 0 0 0 0, mean 1/3,
    // s² 4/15. Sizes 30 and 70: total 30/2 + 70/3, variance 900·(1/2)/2 + 4900·(4/15)/6.
    const std::vector<SampleCell> cells{{0, 1, 1}, {0, 0, 0}, {1, 1, 1}, {1, 0, 1},
                                        {1, 1, 0}, {1, 0, 0}, {1, 0, 0}, {1, 0, 0}};
    const DesignSample sample({{30}, {70}}, cells);
    const Assessment a = assess(sample, 2);
    CHECK(a.area_share[1].times(100).value == Approx(30 / 2.0 + 70 / 3.0));
    CHECK(a.area_share[1].times(100).se ==
          Approx(std::sqrt(900 * 0.5 / 2 + 4900 * (4.0 / 15) / 6)));
    // User's accuracy of 1 by R = Y/X with Y = 15 + 70/6, X = 15 + 70/3 and residuals y − R x:
    // stratum 0: 1−R, 0; stratum 1: 1−R, 0, −R, 0, 0, 0.
    const double r = (15 + 70 / 6.0) / (15 + 70 / 3.0);
    const double s0 = (1 - r) * (1 - r) / 2;
    const double mean = (1 - 2 * r) / 6;
    const double s1 =
        ((1 - r - mean) * (1 - r - mean) + (r + mean) * (r + mean) + 4 * mean * mean) / 5;
    CHECK(a.users[1].value == Approx(r));
    CHECK(a.users[1].se == Approx(std::sqrt(900 * s0 / 2 + 4900 * s1 / 6) / (15 + 70 / 3.0)));
}

TEST_CASE("one stratum is a simple random sample") {
    // 98 1 / 2 181 of the study in 2005: by the binomial formula with n − 1.
    const DesignSample sample({{1}}, {{0, 0, 0, SampleCell::no_cluster, 98},
                                      {0, 0, 1, SampleCell::no_cluster, 1},
                                      {0, 1, 0, SampleCell::no_cluster, 2},
                                      {0, 1, 1, SampleCell::no_cluster, 181}});
    const Assessment a = assess(sample, 2);
    const double oa = 279.0 / 282;
    CHECK(a.overall.value == Approx(oa));
    CHECK(a.overall.se == Approx(std::sqrt(oa * (1 - oa) / 281)));
    CHECK(a.area_share[0].value == Approx(100.0 / 282));
    CHECK(a.agreement.kappa == near(0.976706));
    // Ratio of totals: UA (1 − UA) / n_i+ · n / (n − 1).
    const double ua = 98.0 / 99;
    CHECK(a.users[0].se == Approx(std::sqrt(ua * (1 - ua) / 99 * 282 / 281)));
}

TEST_CASE("the order of classes moves with the classes") {
    // Names are never sorted behind the caller's back: classes turned around give figures turned
    // around, each with its own stratum's size.
    const Counts turned{{313, 9, 1, 2}, {11, 153, 0, 1}, {12, 8, 55, 0}, {4, 5, 0, 66}};
    const auto straight = assess(by_map_class(olofsson_2014_counts, olofsson_2014_pixels), 4);
    const auto reversed = assess(by_map_class(turned, {6'450'000, 3'200'000, 150'000, 200'000}), 4);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(reversed.area_share[3 - i].value == Approx(straight.area_share[i].value));
        CHECK(reversed.area_share[3 - i].se == Approx(straight.area_share[i].se));
        CHECK(reversed.producers[3 - i].se == Approx(straight.producers[i].se));
    }
}

TEST_CASE("a class of the reference that the map lacks keeps its column") {
    const DesignSample sample = by_map_class({{40, 10, 0}, {5, 44, 1}, {0, 0, 0}}, {60, 40, 0});
    const Assessment a = assess(sample, 3);
    CHECK(a.area_share[2].value == Approx(40.0 / 50 / 100));
    CHECK(a.producers[2].value == 0);
    CHECK(std::isnan(a.users[2].value));
    double sum = 0;
    for (const Estimate& share : a.area_share) {
        sum += share.value;
    }
    CHECK(sum == Approx(1));
}

TEST_CASE("pooled areas of the whole are its adjusted areas") {
    const DesignSample sample = by_map_class(olofsson_2014_counts, olofsson_2014_pixels);
    const Assessment a = assess(sample, 4);
    const auto pooled = pooled_areas(sample, olofsson_2014_pixels);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(pooled[i].value == Approx(a.area_share[i].value * 1e7));
        CHECK(pooled[i].se == Approx(a.area_share[i].se * 1e7));
    }
    // A part that is all deforestation on the map: the first row's shares.
    const auto part = pooled_areas(sample, std::vector<double>{50, 0, 0, 0});
    CHECK(part[0].value == Approx(50 * 0.88));
    CHECK(part[3].value == Approx(50 * 4.0 / 75));
    CHECK(part[0].se == Approx(50 * std::sqrt(0.88 * 0.12 / 74)));
    const DesignSample lacking = by_map_class({{40, 10}, {0, 0}}, {60, 0});
    CHECK(std::isnan(pooled_areas(lacking, std::vector<double>{60, 1})[0].value));
}

TEST_CASE("balanced accuracy has the error of a mean of producer's accuracies") {
    // Two classes in strata by reference: the producer's accuracies are independent.
    const DesignSample sample({{100}, {900}}, {{0, 0, 0, SampleCell::no_cluster, 30},
                                               {0, 1, 0, SampleCell::no_cluster, 10},
                                               {1, 1, 1, SampleCell::no_cluster, 45},
                                               {1, 0, 1, SampleCell::no_cluster, 5}});
    const Assessment a = assess(sample, 2);
    CHECK(a.balanced.value == Approx((0.75 + 0.9) / 2));
    CHECK(a.balanced.se == Approx(std::sqrt(0.75 * 0.25 / 39 + 0.9 * 0.1 / 49) / 2));
    CHECK(a.balanced.se == Approx(std::hypot(a.producers[0].se, a.producers[1].se) / 2));
}

TEST_CASE("disagreement in place is never below nothing by rounding") {
    // All off the diagonal lies in one cell: quantity alone disagrees.
    const std::vector<double> cells{0.7, 0.1, 0, 0, 0.1, 0, 0, 0, 0.1};
    const Agreement found = agreement(cells, 3);
    CHECK(found.quantity == Approx(0.1));
    CHECK(found.allocation >= 0);
    CHECK_FALSE(std::signbit(found.allocation));
    CHECK_FALSE(std::signbit(found.shift));
    CHECK(found.allocation < 1e-15);
}
