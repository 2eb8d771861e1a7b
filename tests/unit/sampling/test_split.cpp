// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "mineprint/core/random.hpp"
#include "mineprint/sampling/split.hpp"
#include "test_main.hpp"

using namespace mineprint::sampling;
using mineprint::core::KeyedRandom;
using mineprint::core::Stream;

namespace {

using Names = std::vector<std::string>;
using Samples = std::vector<SplitSample>;

void add(Samples& samples, std::uint64_t unit, std::size_t stratum, int count) {
    samples.insert(samples.end(), static_cast<std::size_t>(count), {unit, stratum});
}

/// One unit on each size, in stratum 0, numbered from 1.
Samples units_of_sizes(const std::vector<int>& sizes) {
    Samples samples;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        add(samples, i + 1, 0, sizes[i]);
    }
    return samples;
}

std::set<std::uint64_t> held_out_units(const Samples& samples, const Names& strata,
                                       const SplitOptions& options) {
    const auto held_out = held_out_samples(samples, strata, options);
    REQUIRE(held_out.size() == samples.size());
    std::set<std::uint64_t> units;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (held_out[i]) {
            units.insert(samples[i].unit);
        }
    }
    for (std::size_t i = 0; i < samples.size(); ++i) {
        REQUIRE(held_out[i] == units.contains(samples[i].unit));  // no unit straddles
    }
    return units;
}

/// Samples of a stratum: those that train and those held out.
std::array<int, 2> counts_of(const Samples& samples, std::size_t stratum,
                             const std::set<std::uint64_t>& held_out) {
    std::array<int, 2> counts{};
    for (const SplitSample& sample : samples) {
        if (sample.stratum == stratum) {
            ++counts.at(held_out.contains(sample.unit) ? 1 : 0);
        }
    }
    return counts;
}

}  // namespace

TEST_CASE("equal units are split as exactly as they can be") {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        CHECK(held_out_units(units_of_sizes(std::vector<int>(10, 5)), {"mine"}, {0.7, seed, 0})
                  .size() == 3);
        CHECK(held_out_units(units_of_sizes(std::vector<int>(1000, 1)), {"mine"}, {0.7, seed, 0})
                  .size() == 300);
        CHECK(held_out_units(units_of_sizes(std::vector<int>(9, 4)), {"mine"}, {0.5, seed, 0})
                  .size() >= 4);
    }
}

TEST_CASE("seed and region change which units are held out, nothing else does") {
    const Samples samples = units_of_sizes(std::vector<int>(40, 2));
    const auto once = held_out_units(samples, {"mine"}, {0.7, 1, 9});
    CHECK(once == held_out_units(samples, {"mine"}, {0.7, 1, 9}));
    CHECK(once != held_out_units(samples, {"mine"}, {0.7, 2, 9}));
    CHECK(once != held_out_units(samples, {"mine"}, {0.7, 1, 8}));
    // Over many seeds every unit is held out about three times in ten.
    std::map<std::uint64_t, int> times;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        for (const std::uint64_t unit : held_out_units(samples, {"mine"}, {0.7, seed, 0})) {
            ++times[unit];
        }
    }
    CHECK(times.size() == 40);
    for (const auto& [unit, count] : times) {
        CHECK(count == Approx(300).margin(75));  // five standard deviations
    }
}

TEST_CASE("a large unit among small ones trains, and some are held out all the same") {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto held_out =
            held_out_units(units_of_sizes({100, 1, 1, 1}), {"mine"}, {0.7, seed, 0});
        CHECK_FALSE(held_out.contains(1));
        CHECK_FALSE(held_out.empty());
        CHECK(held_out_units(units_of_sizes({100, 1}), {"mine"}, {0.7, seed, 0}) ==
              std::set<std::uint64_t>{2});
        // Whatever is drawn first, the share ends near 0.7: 200 of 233 and not 230.
        const Samples samples = units_of_sizes({1, 30, 2, 200});
        const auto [training, held] =
            counts_of(samples, 0, held_out_units(samples, {"mine"}, {0.7, seed, 0}));
        CHECK(training >= 200);
        CHECK(held >= 30);
        // Even a share that asks for nearly all or nearly nothing leaves a unit on each side.
        CHECK(held_out_units(units_of_sizes({5, 5, 5}), {"mine"}, {0.99, seed, 0}).size() == 1);
        CHECK(held_out_units(units_of_sizes({5, 5, 5}), {"mine"}, {0.01, seed, 0}).size() == 2);
    }
}

TEST_CASE("a class of one unit trains, whatever the share") {
    CHECK(held_out_units(units_of_sizes({7}), {"mine"}, {0.7, 0, 0}).empty());
    CHECK(held_out_units(units_of_sizes({7}), {"mine"}, {0.1, 0, 0}).empty());
}

TEST_CASE("all or nothing is done as asked") {
    Samples samples = units_of_sizes({3, 4, 5});
    add(samples, 9, 1, 2);
    CHECK(held_out_units(samples, {"mine", "water"}, {1, 0, 0}).empty());
    CHECK(held_out_units(samples, {"mine", "water"}, {0, 0, 0}).size() == 4);
    CHECK(held_out_samples({}, Names{"mine"}, {0.7, 0, 0}).empty());
}

TEST_CASE("polygons of several classes over two epochs give each class both sides at each epoch") {
    // As in a real pair of 1986 and 2001: 30 polygons of four pixels; 15 stay forest, 2 are
    // cleared, 2 grow back, 11 stay open.
    const Names strata{"Forest at 1986", "NonForest at 1986", "Forest at 2001",
                       "NonForest at 2001"};
    Samples samples;
    for (std::uint64_t unit = 0; unit < 30; ++unit) {
        const std::size_t before = unit < 17 ? 0 : 1;
        const std::size_t after = unit < 15 || unit == 17 || unit == 18 ? 2 : 3;
        add(samples, unit, before, 4);
        add(samples, unit, after, 4);
    }
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const auto held_out = held_out_units(samples, strata, {0.7, seed, 5});
        for (std::size_t stratum = 0; stratum < strata.size(); ++stratum) {
            const auto [training, held] = counts_of(samples, stratum, held_out);
            CAPTURE(seed, stratum, training, held);
            CHECK(std::abs(training / static_cast<double>(training + held) - 0.7) < 0.12);
        }
    }
}

TEST_CASE("each stratum of two units or more has both sides, near the share asked for") {
    // Units of one stratum each, of sizes 1 to 30: the last one taken or left is the whole error.
    const KeyedRandom random(11, Stream::noise);
    for (std::uint64_t round = 0; round < 100; ++round) {
        const std::size_t num_strata = 1 + random.below(5, round, 0);
        Samples samples;
        Names strata;
        std::uint64_t unit = 0;
        std::vector<int> largest;
        for (std::size_t stratum = 0; stratum < num_strata; ++stratum) {
            strata.push_back("class " + std::to_string(stratum));
            largest.push_back(0);
            const std::uint64_t num_units = 2 + random.below(12, round, 10 + stratum);
            for (std::uint64_t i = 0; i < num_units; ++i) {
                const int size = 1 + static_cast<int>(random.below(30, round, 100 + unit));
                largest.back() = std::max(largest.back(), size);
                add(samples, unit++, stratum, size);
            }
        }
        const auto held_out = held_out_units(samples, strata, {0.7, round, 0});
        for (std::size_t stratum = 0; stratum < num_strata; ++stratum) {
            const auto [training, held] = counts_of(samples, stratum, held_out);
            CAPTURE(round, stratum);
            CHECK(training > 0);
            CHECK(held > 0);
            CHECK(std::abs(training - 0.7 * (training + held)) <= largest[stratum]);
        }
    }
}

TEST_CASE("strata that share units in a chain are mended where a move or two can do it") {
    // The pairs {1, 2} and {3, 4} are placed first; {1, 3} must not end on one side.
    Samples samples;
    for (const auto& [unit, stratum] : std::vector<std::pair<std::uint64_t, std::size_t>>{
             {1, 0}, {2, 0}, {3, 1}, {4, 1}, {1, 2}, {3, 2}}) {
        add(samples, unit, stratum, 1);
    }
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const auto held_out = held_out_units(samples, {"a", "b", "c"}, {0.5, seed, 0});
        CAPTURE(seed);
        CHECK(held_out.contains(1) != held_out.contains(2));
        CHECK(held_out.contains(3) != held_out.contains(4));
        CHECK(held_out.contains(1) != held_out.contains(3));
    }
}

TEST_CASE("where no split serves all strata, only one of a triangle is left out") {
    Samples samples;
    for (const auto& [unit, stratum] : std::vector<std::pair<std::uint64_t, std::size_t>>{
             {1, 0}, {2, 0}, {1, 1}, {3, 1}, {2, 2}, {3, 2}}) {
        add(samples, unit, stratum, 1);
    }
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto held_out = held_out_units(samples, {"a", "b", "c"}, {0.7, seed, 0});
        CHECK(held_out.size() >= 1);
        CHECK(held_out.size() <= 2);
    }
}

TEST_CASE("blocks that hold many classes leave no class one-sided") {
    // 60 blocks, five classes at three epochs, each in about a quarter of the blocks.
    const KeyedRandom random(12, Stream::noise);
    Names strata;
    for (std::size_t stratum = 0; stratum < 15; ++stratum) {
        strata.push_back("stratum " + std::to_string(stratum));
    }
    for (std::uint64_t round = 0; round < 50; ++round) {
        Samples samples;
        for (std::uint64_t block = 0; block < 60; ++block) {
            for (std::size_t stratum = 0; stratum < 15; ++stratum) {
                if (random.below(4, round, block * 15 + stratum) == 0) {
                    add(samples, block, stratum,
                        1 + static_cast<int>(
                                random.below(50, round, 10000 + block * 15 + stratum)));
                }
            }
        }
        const auto held_out = held_out_units(samples, strata, {0.7, round, 0});
        for (std::size_t stratum = 0; stratum < 15; ++stratum) {
            const auto [training, held] = counts_of(samples, stratum, held_out);
            CAPTURE(round, stratum, training, held);
            CHECK(training > 0);
            CHECK(held > 0);
        }
    }
}

TEST_CASE("the order of samples and of strata does not matter") {
    const KeyedRandom random(13, Stream::noise);
    for (std::uint64_t round = 0; round < 30; ++round) {
        Samples samples;
        for (std::uint64_t unit = 0; unit < 12; ++unit) {
            for (std::size_t stratum = 0; stratum < 8; ++stratum) {
                if (random.below(5, round, unit * 8 + stratum) == 0) {
                    add(samples, unit, stratum, 1 + static_cast<int>(unit % 3));
                }
            }
        }
        const Names strata{"a", "b", "c", "d", "e", "f", "g", "h"};
        const auto expected = held_out_units(samples, strata, {0.7, round, 0});
        // Backwards, with stratum i called 7 - i.
        std::reverse(samples.begin(), samples.end());
        for (SplitSample& sample : samples) {
            sample.stratum = 7 - sample.stratum;
        }
        const Names reversed(strata.rbegin(), strata.rend());
        CHECK(held_out_units(samples, reversed, {0.7, round, 0}) == expected);
    }
}
