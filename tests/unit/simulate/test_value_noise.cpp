// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/simulate/value_noise.hpp"
#include "test_main.hpp"

using namespace mineprint;
using simulate::NoisePatch;

namespace {

const core::KeyedRandom draws(5, core::Stream::landscape);
const simulate::NoiseSpec three_octaves{3, 400, 3};

}  // namespace

TEST_CASE("two patches of noise agree to the last bit where they overlap") {
    const NoisePatch large(draws, three_octaves, {-1000, 2000, 3000, 6000});
    const NoisePatch small(draws, three_octaves, {517.3, 2801.9, 1211.1, 3300.7});
    for (double x = 520; x < 1200; x += 37.7) {
        for (double y = 2805; y < 3300; y += 41.3) {
            REQUIRE(small.at(x, y) == large.at(x, y));
        }
    }
}

TEST_CASE("noise is continuous, between 0 and 1, and around one half") {
    const NoisePatch patch(draws, three_octaves, {0, 0, 20000, 20000});
    double sum = 0;
    int number = 0;
    for (double x = 50; x < 19900; x += 97) {
        for (double y = 50; y < 19900; y += 97) {
            const double value = patch.at(x, y);
            REQUIRE((value >= 0 && value <= 1));
            REQUIRE(std::abs(patch.at(x + 0.01, y) - value) < 1e-3);
            sum += value;
            ++number;
        }
    }
    CHECK(sum / number == Approx(0.5).margin(0.03));
}

TEST_CASE("fields of one generator with other names are other fields") {
    const NoisePatch a(draws, {1, 400, 1}, {0, 0, 1000, 1000});
    const NoisePatch b(draws, {2, 400, 1}, {0, 0, 1000, 1000});
    CHECK(a.at(433, 721) != b.at(433, 721));
}
