// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <vector>

#include "mineprint/accuracy/design_sample.hpp"
#include "mineprint/core/error.hpp"
#include "test_main.hpp"

using namespace mineprint::accuracy;

namespace {

std::vector<double> ones(const DesignSample& sample) {
    return std::vector<double>(sample.cells().size(), 1.0);
}

}  // namespace

TEST_CASE("the mean of clusters has their cluster-robust variance") {
    // Four polygons of 3, 2, 1 and 4 pixels in one stratum; y by pixel. statsmodels' OLS on a
    // constant with cov_type="cluster" gives V = G/(G−1) Σ_c (Σ (y − ȳ))² / n² (its other factor,
    // (n−1)/(n−k), is 1 with one parameter).
    const std::vector<std::vector<double>> clusters{{1, 1, 0}, {0, 0}, {1}, {1, 1, 1, 0}};
    std::vector<SampleCell> cells;
    std::vector<double> y;
    for (std::size_t c = 0; c < clusters.size(); ++c) {
        for (const double value : clusters[c]) {
            cells.push_back({0, 0, 0, 100 + c, 1});
            y.push_back(value);
        }
    }
    const DesignSample sample({{1}}, cells);
    CHECK(sample.num_units() == 10);
    CHECK(sample.num_clusters() == 4);
    CHECK(sample.clustered());
    const double mean = 0.6;
    double squares = 0;
    for (const auto& cluster : clusters) {
        double sum = 0;
        for (const double value : cluster) {
            sum += value - mean;
        }
        squares += sum * sum;
    }
    const Estimate estimate = sample.ratio(y, ones(sample));
    CHECK(estimate.value == Approx(mean));
    CHECK(estimate.se == Approx(std::sqrt(4.0 / 3 * squares / 100)));
    // Student's t with 3 degrees of freedom: 3.182446.
    CHECK(estimate.ci95 == Approx(3.182446305 * estimate.se));
}

TEST_CASE("clusters of one unit are single units") {
    const std::vector<double> y{1, 0, 1, 1, 0, 1};
    std::vector<SampleCell> single;
    std::vector<SampleCell> clusters;
    for (std::uint32_t i = 0; i < 6; ++i) {
        single.push_back({i / 3, 0, 0});
        clusters.push_back({i / 3, 0, 0, i, 1});
    }
    const DesignSample a({{5}, {9}}, single);
    const DesignSample b({{5}, {9}}, clusters);
    CHECK_FALSE(b.clustered());
    CHECK(a.ratio(y, ones(a)).se == Approx(b.ratio(y, ones(b)).se));
    CHECK(a.ratio(y, ones(a)).ci95 == Approx(1.96 * a.ratio(y, ones(a)).se));
}

TEST_CASE("clusters of like pixels make the error that of as many clusters") {
    // Each of n pixels repeated ten times: nothing new is learnt.
    std::vector<SampleCell> pixels;
    std::vector<SampleCell> copies;
    std::vector<double> y;
    std::vector<double> y_copies;
    for (std::uint32_t i = 0; i < 40; ++i) {
        pixels.push_back({i / 20, 0, 0});
        y.push_back(i % 3 == 0 ? 1 : 0);
        copies.push_back({i / 20, 0, 0, i, 10});
        y_copies.push_back(y.back());
    }
    const DesignSample a({{1}, {2}}, pixels);
    const DesignSample b({{1}, {2}}, copies);
    CHECK(b.ratio(y_copies, ones(b)).se == Approx(a.ratio(y, ones(a)).se));
    // Taken as single units the copies would promise a third of the error.
    for (SampleCell& cell : copies) {
        cell.cluster = SampleCell::no_cluster;
    }
    const DesignSample naive({{1}, {2}}, copies);
    CHECK(naive.ratio(y_copies, ones(naive)).se < 0.35 * a.ratio(y, ones(a)).se);
}

TEST_CASE("strata that share clusters are one group; apart, two") {
    // Two strata, two clusters each; then cluster 1 reaches into both.
    std::vector<SampleCell> cells{
        {0, 0, 0, 1, 2}, {0, 0, 0, 2, 2}, {1, 0, 0, 3, 2}, {1, 0, 0, 4, 2}};
    const std::vector<double> y{1, 0, 1, 0};
    const DesignSample apart({{4}, {4}}, cells);
    // Per stratum Σ z² = 2·(4/4 · 2 · 0.5)² = 2, times 2/1, in both.
    CHECK(apart.variance(y) == Approx(8));
    cells[2].cluster = 1;
    const DesignSample shared({{4}, {4}}, cells);
    // z: +1 +1 = 2, −1, −1 and three clusters: 6 · 3/2.
    CHECK(shared.variance(y) == Approx(9));
    const DesignSample lone({{4}}, {{0, 0, 0, 7, 3}, {0, 0, 0, 7, 1}});
    CHECK(std::isnan(lone.variance(std::vector<double>{1, 0})));
}

TEST_CASE("the share that was sampled narrows the interval; all of it leaves none") {
    const std::vector<SampleCell> cells{{0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}};
    const std::vector<double> y{1, 0, 0, 1};
    const DesignSample endless({{8}}, cells);
    const DesignSample half({{8, 0.5}}, cells);
    const DesignSample all({{4, 1}}, cells);
    CHECK(half.variance(y) == Approx(endless.variance(y) / 2));
    CHECK(all.variance(y) == Approx(0).margin(1e-15));
}

TEST_CASE("a share that no sample contradicts has an interval all the same") {
    const DesignSample sample({{1}}, {{0, 0, 0, SampleCell::no_cluster, 98}});
    const Estimate all = sample.share(std::vector<double>{1}, std::vector<double>{1});
    CHECK(all.value == 1);
    CHECK(all.se == 0);
    // Clopper & Pearson, n = 98: lower end by scipy's beta.ppf(0.025, 98, 1).
    CHECK(all.ci95 == Approx(1 - 0.963058).margin(1e-6));
    const Estimate none = sample.share(std::vector<double>{0}, std::vector<double>{1});
    CHECK(none.value == 0);
    CHECK(none.ci95 == Approx(all.ci95));
    CHECK(std::isnan(sample.share(std::vector<double>{0}, std::vector<double>{0}).value));
    // Polygons count, not their pixels.
    const DesignSample polygons({{1}}, {{0, 0, 0, 1, 50}, {0, 0, 0, 2, 40}});
    CHECK(polygons.share(std::vector<double>{1, 1}, std::vector<double>{1, 1}).ci95 ==
          Approx(1 - std::sqrt(0.025)));
}

TEST_CASE("a stratum without a unit is refused; what the map says of it is no unit") {
    const std::vector<SampleCell> cells{{0, 0, 0, SampleCell::no_cluster, 60}};
    CHECK_THROWS_AS(DesignSample({{100}, {3}}, cells), mineprint::core::DataError);
    CHECK_THROWS_AS(DesignSample({{1}}, {{2, 0, 0}}), mineprint::core::RunError);
    const DesignSample assumed({{100}, {3, 0, true}}, {cells[0], {1, 1, 1}});
    CHECK(assumed.num_units() == 60);
    CHECK(assumed.num_clusters() == 60);
    CHECK(assumed.population() == 103);
    CHECK(assumed.total(std::vector<double>{0, 1}) == 3);
}

TEST_CASE("units that are all alike have no variance at all, not one of rounding") {
    const DesignSample sample({{1}, {2}}, {{0, 0, 0, SampleCell::no_cluster, 3},
                                           {0, 1, 0, SampleCell::no_cluster, 7},
                                           {1, 0, 0, SampleCell::no_cluster, 1}});
    CHECK(sample.variance(std::vector<double>{0.1, 0.1, 0.7}) == 0);
}
