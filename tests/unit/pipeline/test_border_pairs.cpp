// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/pipeline/border_pairs.hpp"
#include "test_main.hpp"

namespace mineprint::pipeline {
namespace {

/// All divisions of the values into groups of these sizes, by trying each.
double exact_p_value(const std::vector<double>& first, const std::vector<double>& second) {
    std::vector<double> values = first;
    values.insert(values.end(), second.begin(), second.end());
    const auto difference = [&](unsigned members) {
        double a = 0;
        double b = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            ((members >> i & 1U) != 0 ? a : b) += values[i];
        }
        return std::abs(a / double(first.size()) - b / double(second.size()));
    };
    const double observed = difference((1U << first.size()) - 1);
    double as_large = 0;
    double all = 0;
    for (unsigned members = 0; members < (1U << values.size()); ++members) {
        if (std::size_t(__builtin_popcount(members)) == first.size()) {
            all += 1;
            as_large += difference(members) >= observed - 1e-12 ? 1 : 0;
        }
    }
    return as_large / all;
}

TEST_CASE("the permutation test agrees with all permutations") {
    const std::vector<double> low{0.1, 0.4, 0.2, 0.3, 0.25};
    const std::vector<double> high{0.5, 0.9, 0.35, 1.2, 0.8, 0.15};
    const std::int64_t draws = 20000;
    const double exact = exact_p_value(low, high);
    const double found = permutation_p_value(low, high, draws, 1);
    const double error = std::sqrt(exact * (1 - exact) / double(draws));
    CHECK(std::abs(found - exact) < 4 * error);
    CHECK(permutation_p_value(low, high, draws, 1) == found);
    CHECK(permutation_p_value(low, high, draws, 2) != found);
    CHECK(permutation_p_value({1, 1}, {1, 1, 1}, 99, 1) == 1);
    CHECK(std::isnan(permutation_p_value({}, {1, 2}, 99, 1)));
}

}  // namespace
}  // namespace mineprint::pipeline
