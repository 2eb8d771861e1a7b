// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <map>
#include <set>

#include "mineprint/core/random.hpp"
#include "test_main.hpp"

using namespace mineprint::core;

TEST_CASE("Philox 4x32-10 gives the known answers of its authors") {
    // Random123 (Salmon et al. 2011), kat_vectors: counter, key, result.
    using Counter = std::array<std::uint32_t, 4>;
    constexpr std::uint32_t ones = 0xffffffffU;
    CHECK(philox4x32({0, 0, 0, 0}, {0, 0}) ==
          Counter{0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U});
    CHECK(philox4x32({ones, ones, ones, ones}, {ones, ones}) ==
          Counter{0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU});
    CHECK(philox4x32({0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U},
                     {0xa4093822U, 0x299f31d0U}) ==
          Counter{0xd16cfe09U, 0x94fdccebU, 0x5001e420U, 0x24126ea1U});
}

TEST_CASE("keyed draws are what an independent implementation gives") {
    // Philox and SplitMix64 written once more in Python with integers of any length.
    CHECK(mix(0, 0) == 0x0397ab29740681d9ULL);
    CHECK(mix(1, 2) == 0x6871c08cbe75136cULL);
    CHECK(mix(2, 1) == 0x57e7b069fff1380aULL);
    const KeyedRandom first(0, Stream::bootstrap);
    CHECK(first.bits(0) == 0xecaff2f2c59ef46aULL);
    CHECK(first.uniform(0) == 0.924559768934724);
    CHECK(first.below(1000, 0) == 924);
    constexpr std::uint64_t high = (std::uint64_t{1} << 40U) + 7;
    const KeyedRandom second(42, Stream::sample_draw);
    CHECK(second.bits(123456789, high) == 0x9e96cdd9ecd64d52ULL);
    CHECK(second.uniform(123456789, high) == 0.6194885880512057);
    CHECK(second.below(1000, 123456789, high) == 619);
    CHECK(second.normal(123456789, high) == Approx(-1.2829116340475437).epsilon(1e-14));
}

TEST_CASE("seed, stream and both parts of an identity each give other draws") {
    std::set<std::uint64_t> seen;
    for (const std::uint64_t seed : {0, 1, 2}) {
        for (const Stream stream : {Stream::bootstrap, Stream::split, Stream::reference_draw}) {
            const KeyedRandom random(seed, stream);
            for (std::uint64_t a = 0; a < 10; ++a) {
                for (std::uint64_t b = 0; b < 10; ++b) {
                    seen.insert(random.bits(a, b));
                    seen.insert(random.bits(a << 32U, b + 100));
                }
            }
        }
    }
    // 3 seeds, 3 streams, 100 small identities and 100 that differ in the high word.
    CHECK(seen.size() == 1800);
}

TEST_CASE("draws depend on their identity, not on what was drawn before") {
    const KeyedRandom random(7, Stream::noise);
    const double once = random.uniform(5, 6);
    for (std::uint64_t a = 0; a < 100; ++a) {
        static_cast<void>(random.bits(a));
    }
    CHECK(random.uniform(5, 6) == once);
    CHECK(KeyedRandom(7, Stream::noise).uniform(5, 6) == once);
}

TEST_CASE("draws have the distribution they promise") {
    const KeyedRandom random(3, Stream::noise);
    constexpr int draws = 100000;
    double sum = 0;
    double normal_sum = 0;
    double normal_squares = 0;
    std::map<std::uint64_t, int> counts;
    for (std::uint64_t i = 0; i < draws; ++i) {
        const double u = random.uniform(i);
        REQUIRE(u >= 0);
        REQUIRE(u < 1);
        sum += u;
        ++counts[random.below(7, i, 1)];
        const double z = random.normal(i, 2);
        REQUIRE(std::isfinite(z));
        normal_sum += z;
        normal_squares += z * z;
    }
    // Margins are five standard errors.
    CHECK(sum / draws == Approx(0.5).margin(5 * 0.2887 / std::sqrt(draws)));
    CHECK(normal_sum / draws == Approx(0).margin(5 / std::sqrt(draws)));
    CHECK(normal_squares / draws == Approx(1).margin(5 * std::sqrt(2.0 / draws)));
    REQUIRE(counts.size() == 7);
    for (const auto& [value, count] : counts) {
        CHECK(value < 7);
        CHECK(count == Approx(draws / 7.0).margin(5 * std::sqrt(draws * 6.0 / 49)));
    }
    CHECK(random.below(1, 99) == 0);
}
