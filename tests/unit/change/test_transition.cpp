// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <vector>

#include "mineprint/change/transition.hpp"
#include "test_main.hpp"

using namespace mineprint::change;

namespace {

std::vector<double> product(const std::vector<double>& a, const std::vector<double>& b,
                            std::size_t n) {
    std::vector<double> c(n * n);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            for (std::size_t k = 0; k < n; ++k) {
                c[i * n + j] += a[i * n + k] * b[k * n + j];
            }
        }
    }
    return c;
}

}  // namespace

TEST_CASE("transition probabilities are rows of the change matrix that sum to 1") {
    const auto p = transition_probabilities(std::vector<double>{0.57, 0.64, 3.20, 53.33}, 2);
    CHECK(p[0] == Approx(0.57 / 1.21));
    CHECK(p[2] == Approx(3.20 / 56.53));
    CHECK(p[2] + p[3] == Approx(1));
    const auto absent = transition_probabilities(std::vector<double>{0, 0, 1, 3}, 2);
    CHECK(std::isnan(absent[0]));
    CHECK(absent[2] == Approx(0.25));
}

TEST_CASE("years of the yearly matrix give the whole") {
    const std::vector<double> year{0.90, 0.07, 0.03, 0.01, 0.97, 0.02, 0.02, 0.05, 0.93};
    std::vector<double> seven = year;
    for (int i = 1; i < 7; ++i) {
        seven = product(seven, year, 3);
    }
    const YearlyTransition found = yearly_transition(seven, 3, 7);
    CHECK(found.flag == YearlyFlag::defined);
    for (std::size_t i = 0; i < 9; ++i) {
        CHECK(found.probabilities[i] == Approx(year[i]).margin(1e-12));
    }
    // Half a year, twice.
    const YearlyTransition half = yearly_transition(seven, 3, 14);
    const auto twice = product(half.probabilities, half.probabilities, 3);
    for (std::size_t i = 0; i < 9; ++i) {
        CHECK(twice[i] == Approx(year[i]).margin(1e-12));
    }
}

TEST_CASE("two classes by their closed form") {
    // P = [1−a a; b 1−b]; with λ = 1−a−b, a_year = a (1 − λ^(1/t)) / (a + b).
    const double a = 0.4;
    const double b = 0.1;
    const double root = std::pow(1 - a - b, 1 / 7.5);
    const YearlyTransition found =
        yearly_transition(std::vector<double>{1 - a, a, b, 1 - b}, 2, 7.5);
    CHECK(found.probabilities[1] == Approx(a * (1 - root) / (a + b)));
    CHECK(found.probabilities[2] == Approx(b * (1 - root) / (a + b)));
    CHECK(found.probabilities[0] + found.probabilities[1] == Approx(1));
}

TEST_CASE("a matrix that no chain of years gives is flagged") {
    // Classes that change places: eigenvalue −0.2.
    const YearlyTransition swapped =
        yearly_transition(std::vector<double>{0.4, 0.6, 0.6, 0.4}, 2, 5);
    CHECK(swapped.flag == YearlyFlag::not_embeddable);
    CHECK(std::isnan(swapped.probabilities[0]));
    // No way from 0 to 2 but through 1, yet no step in two years: a negative entry.
    const YearlyTransition skipped =
        yearly_transition(std::vector<double>{0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0, 1}, 3, 2);
    CHECK(skipped.flag == YearlyFlag::not_embeddable);
    CHECK(yearly_transition(std::vector<double>{1, 0, 0, 1}, 2, 0).flag ==
          YearlyFlag::no_time_between);
}

TEST_CASE("nothing changed, and a class that was not there") {
    const double nan = std::nan("");
    const YearlyTransition found =
        yearly_transition(std::vector<double>{nan, nan, 0.19, 0.81}, 2, 2);
    CHECK(found.flag == YearlyFlag::defined);
    CHECK(std::isnan(found.probabilities[0]));
    CHECK(found.probabilities[3] == Approx(0.9));
    CHECK(yearly_transition(std::vector<double>{1, 0, 0, 1}, 2, 9).probabilities[0] == Approx(1));
}
