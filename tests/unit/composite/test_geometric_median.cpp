// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <random>

#include "mineprint/composite/geometric_median.hpp"
#include "mineprint/core/error.hpp"
#include "test_main.hpp"

using mineprint::composite::distances_from;
using mineprint::composite::GeometricMedian;
using mineprint::composite::medoid;
using mineprint::composite::PixelSpectra;

namespace {

using Spectra = std::vector<std::vector<float>>;

PixelSpectra points_of(const Spectra& spectra) {
    PixelSpectra points(spectra.front().size(), spectra.size());
    for (const auto& spectrum : spectra) {
        points.add(spectrum);
    }
    return points;
}

std::vector<double> median_of(const Spectra& spectra) {
    const PixelSpectra points = points_of(spectra);
    GeometricMedian median(spectra.front().size(), spectra.size());
    median.find(points);
    return {median.value().begin(), median.value().end()};
}

/// How much the point fails to be the minimum of a convex sum: the length of the sum of unit
/// vectors towards the others beyond the number of observations that it equals; at the minimum it
/// is 0.
double imbalance(const Spectra& spectra, const std::vector<double>& place) {
    std::vector<double> sum(place.size());
    double equal = 0;
    for (const auto& spectrum : spectra) {
        double squares = 0;
        for (std::size_t b = 0; b < place.size(); ++b) {
            squares += (spectrum[b] - place[b]) * (spectrum[b] - place[b]);
        }
        const double distance = std::sqrt(squares);
        equal += distance < 1e-9 ? 1 : 0;
        for (std::size_t b = 0; b < place.size() && distance >= 1e-9; ++b) {
            sum[b] += (spectrum[b] - place[b]) / distance;
        }
    }
    double squares = 0;
    for (const double value : sum) {
        squares += value * value;
    }
    return std::max(0.0, std::sqrt(squares) - equal);
}

const Spectra five{{0.03F, 0.06F, 0.05F, 0.31F, 0.15F, 0.07F},
                   {0.04F, 0.07F, 0.06F, 0.28F, 0.16F, 0.08F},
                   {0.035F, 0.055F, 0.05F, 0.33F, 0.14F, 0.06F},
                   {0.21F, 0.24F, 0.26F, 0.42F, 0.38F, 0.30F},
                   {0.05F, 0.065F, 0.07F, 0.25F, 0.18F, 0.1F}};

}  // namespace

TEST_CASE("the geometric median and its deviations are those of scipy") {
    // scipy 1.10: minimize(BFGS) followed by Newton steps, then numpy's medians of the distances
    const std::vector<double> expected{0.040915689653, 0.068325416321, 0.060777843720,
                                       0.288048922497, 0.161130688676, 0.081130688250};
    const auto made = median_of(five);
    for (std::size_t b = 0; b < expected.size(); ++b) {
        CHECK(made[b] == Approx(expected[b]).margin(1e-8));
    }
    const PixelSpectra points = points_of(five);
    GeometricMedian median(6, 5);
    median.find(points);
    CHECK(median.deviation("smad", points) == Approx(0.008970342515928431).margin(1e-8));
    CHECK(median.deviation("emad", points) == Approx(0.04835756357199871).margin(1e-8));
    CHECK(median.deviation("bcmad", points) == Approx(0.06883164475434239).margin(1e-8));
    CHECK_THROWS_AS(median.deviation("mad", points), mineprint::core::RunError);
}

TEST_CASE("at the geometric median the pulls of all observations balance") {
    std::mt19937 generator(5);
    std::uniform_real_distribution<float> uniform(-0.1F, 0.6F);
    std::uniform_int_distribution<int> level(0, 3);
    for (const std::size_t num_bands : {2, 3, 6, 7, 13}) {
        for (const std::size_t size : {2, 3, 4, 5, 8, 24, 61}) {
            for (int trial = 0; trial < 40; ++trial) {
                Spectra spectra(size, std::vector<float>(num_bands));
                for (auto& spectrum : spectra) {
                    for (float& value : spectrum) {  // every other trial has many equal ones
                        value = trial % 2 == 0 ? uniform(generator)
                                               : static_cast<float>(level(generator)) * 0.2F;
                    }
                }
                spectra.back().assign(num_bands, 4.0F);
                INFO(num_bands << " bands, " << size << " observations, trial " << trial);
                CHECK(imbalance(spectra, median_of(spectra)) < 2e-5);
            }
        }
    }
}

TEST_CASE("an observation can be the geometric median, and is then met exactly") {
    const Spectra star{{0, 0}, {1, 0}, {-1, 0.1F}, {0, 1}, {0.1F, -1}};
    CHECK(median_of(star) == std::vector<double>{0, 0});
    // Half of them or more at one place: it is that place.
    CHECK(median_of({{0.3F, 0.2F}, {0.3F, 0.2F}, {0.9F, 0.1F}}) == std::vector<double>{0.3F, 0.2F});
}

TEST_CASE("an observation that the iteration meets on its way does not hold it") {
    // Their mean is the first one, which is not the median.
    const Spectra spectra{{0, 0}, {3, 0}, {-1, 1}, {-1, -1}, {-1, 0}};
    const auto made = median_of(spectra);
    CHECK(imbalance(spectra, made) < 1e-6);
    CHECK(made[0] < -0.1);
}

TEST_CASE("of two observations it is the mean, of one band the median") {
    CHECK(median_of({{0.25F, 0.5F}, {0.75F, 0.25F}}) == std::vector<double>{0.5, 0.375});
    CHECK(median_of({{0.5F}, {0.25F}, {0.75F}, {0.125F}}) == std::vector<double>{0.375});
    CHECK(median_of({{0.5F}, {0.25F}, {0.75F}}) == std::vector<double>{0.5});
}

TEST_CASE("equal observations are their own geometric median and deviate by nothing") {
    const Spectra same(4, {0.1F, 0.2F, 0.3F});
    const PixelSpectra points = points_of(same);
    GeometricMedian median(3, 4);
    median.find(points);
    CHECK(median.value()[2] == 0.3F);
    CHECK(median.deviation("emad", points) == 0);
    CHECK(median.deviation("smad", points) == Approx(0).margin(1e-15));
}

TEST_CASE("spectra without direction have no cosine distance") {
    const Spectra zeros(3, {0.0F, 0.0F});
    const PixelSpectra points = points_of(zeros);
    GeometricMedian median(2, 3);
    median.find(points);
    CHECK(std::isnan(median.deviation("smad", points)));
    CHECK(median.deviation("emad", points) == 0);
}

TEST_CASE("distances and the medoid are those of the definition") {
    const PixelSpectra points = points_of({{0, 0}, {3, 4}, {0, 1}});
    std::vector<double> distances(3);
    distances_from(points, std::vector<double>{0, 0}, distances);
    CHECK(distances == std::vector<double>{0, 5, 1});
    CHECK(medoid(points, distances) == 2);
    CHECK(medoid(points_of({{1, 1}, {2, 2}}), distances) == 0);
}
