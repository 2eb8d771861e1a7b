// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <set>

#include "mineprint/forest/threshold_table.hpp"
#include "test_main.hpp"

using mineprint::forest::ThresholdTable;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

/// On each threshold, just beside it, and at the ends of the number line.
void check_table(const std::set<float>& wanted) {
    const std::vector<float> thresholds(wanted.begin(), wanted.end());
    const ThresholdTable table(thresholds);
    REQUIRE(table.size() == thresholds.size());
    std::vector<float> values{-infinity,
                              infinity,
                              0.0F,
                              -0.0F,
                              std::numeric_limits<float>::max(),
                              std::numeric_limits<float>::lowest(),
                              std::numeric_limits<float>::denorm_min()};
    for (const float threshold : thresholds) {
        values.insert(values.end(), {threshold, std::nextafter(threshold, infinity),
                                     std::nextafter(threshold, -infinity)});
    }
    int num_wrong = 0;
    for (const float value : values) {
        const auto below = std::count_if(thresholds.begin(), thresholds.end(),
                                         [&](float threshold) { return threshold < value; });
        num_wrong += table.bin_of(value) == static_cast<std::uint32_t>(below) ? 0 : 1;
    }
    CHECK(num_wrong == 0);
}

}  // namespace

TEST_CASE("a value's bin is the number of thresholds below it") {
    check_table({});
    check_table({0});
    check_table({-1e-40F, 1e-40F});
    check_table({std::numeric_limits<float>::lowest(), std::numeric_limits<float>::max()});
    check_table({-1e30F, 0.1F, 0.10000001F, 0.2F, 1e30F});
    std::mt19937 numbers(4);
    std::uniform_real_distribution<float> even(-1, 1);
    for (const int size : {10, 254, 3000}) {
        std::set<float> spread;
        std::set<float> crowded;  // all in one step of the table but for two
        crowded.insert({-1e6F, 1e6F});
        for (int i = 0; i < size; ++i) {
            spread.insert(even(numbers));
            crowded.insert(even(numbers) * 1e-3F);
        }
        check_table(spread);
        check_table(crowded);
    }
}
