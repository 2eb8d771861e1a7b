// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/core/random.hpp"
#include "mineprint/pipeline/border_intervals.hpp"
#include "test_main.hpp"

namespace mineprint::pipeline {
namespace {

/// Growth whose logarithm has the standard error `error`, as the delta method gives it.
BorderInterval growth_of(double factor, double error) {
    const double half = 1.96 * error;
    return {100 * (factor - 1), 100 * (factor * std::exp(-half) - 1),
            100 * (factor * std::exp(half) - 1)};
}

RegionTables two_sides() {
    RegionTables region;
    region.epochs.resize(3);
    region.layers.push_back(LayerTables("country", {{"A", ""}, {"B", ""}, {"outside", ""}}, 3, 2));
    AdjustedTables& adjusted = region.layers[0].adjusted.emplace(3, 3, 2);
    for (std::size_t zone = 0; zone < 2; ++zone) {
        const BorderInterval growth = zone == 0 ? growth_of(1.5, 0.1) : growth_of(3, 0.2);
        adjusted.growth_percent.set({growth.value, 0, growth.low, growth.high}, zone, 0, 2);
        adjusted.growth_from(zone, 0, 2) = static_cast<std::uint8_t>(GrowthFrom::own_labels);
    }
    BorderTables border;
    border.name = "country_A_B";
    border.codes = {"A", "B"};
    region.borders = {border};
    return region;
}

ZoneOptions one_pair() {
    ZoneOptions options;
    options.pairs = {{"country", "A", "B"}};
    return options;
}

TEST_CASE("a pair takes the growths of its zones and tells their ratio") {
    RegionTables region = two_sides();
    add_border_intervals(one_pair(), region);
    const BorderTables& border = region.borders[0];
    CHECK(border.adjusted_growth[0].value == Approx(50));
    CHECK(border.adjusted_growth[1].low == Approx(growth_of(3, 0.2).low));
    CHECK(border.adjusted_ratio.value == Approx(2));
    // Both logarithms are normal: errors add up as squares.
    const double half = 1.96 * std::sqrt(0.1 * 0.1 + 0.2 * 0.2);
    CHECK(border.adjusted_ratio.low == Approx(2 * std::exp(-half)));
    CHECK(border.adjusted_ratio.high == Approx(2 * std::exp(half)));
}

TEST_CASE("a side without samples of its own has a growth that says so, and no ratio") {
    RegionTables region = two_sides();
    AdjustedTables& adjusted = *region.layers[0].adjusted;
    SECTION("labels of the whole region") {
        adjusted.growth_from(1, 0, 2) = static_cast<std::uint8_t>(GrowthFrom::pooled_labels);
    }
    SECTION("areas from samples of the whole region at one of the epochs") {
        adjusted.growth_from(1, 0, 2) = static_cast<std::uint8_t>(GrowthFrom::separate_samples);
        adjusted.area_from(1, 0) = static_cast<std::uint8_t>(AdjustedFrom::own_samples);
        adjusted.area_from(1, 2) = static_cast<std::uint8_t>(AdjustedFrom::pooled_samples);
    }
    add_border_intervals(one_pair(), region);
    const BorderTables& border = region.borders[0];
    CHECK_FALSE(border.pooled[0]);
    CHECK(border.pooled[1]);
    CHECK(border.adjusted_growth[1].value == Approx(200));
    CHECK(std::isnan(border.adjusted_ratio.value));
    CHECK(std::isnan(border.adjusted_ratio.low));
}

TEST_CASE("without samples, or without a mine left, there is no interval") {
    RegionTables region = two_sides();
    region.layers[0].adjusted.reset();
    add_border_intervals(one_pair(), region);
    CHECK(std::isnan(region.borders[0].adjusted_growth[0].value));
    const BorderInterval gone{-100, std::nan(""), std::nan("")};
    CHECK(std::isnan(ratio_of_growths(growth_of(1.5, 0.1), gone).value));
    CHECK(std::isnan(ratio_of_growths(gone, growth_of(1.5, 0.1)).value));
}

TEST_CASE("intervals of 95 % of the ratio hold the truth in 93 to 97 % of 2 000 draws") {
    const core::KeyedRandom random(5, core::Stream::split);
    const auto normal = [&](std::uint64_t draw, std::uint64_t side) {
        double sum = -6;  // of twelve uniform numbers: variance 1
        for (std::uint64_t i = 0; i < 12; ++i) {
            sum += static_cast<double>(random.below(1U << 30U, draw, 12 * side + i)) / (1U << 30U);
        }
        return sum;
    };
    int held = 0;
    for (std::uint64_t draw = 0; draw < 2000; ++draw) {
        const auto first = growth_of(1.5 * std::exp(0.1 * normal(draw, 0)), 0.1);
        const auto second = growth_of(3 * std::exp(0.3 * normal(draw, 1)), 0.3);
        const BorderInterval ratio = ratio_of_growths(first, second);
        held += ratio.low <= 2 && 2 <= ratio.high ? 1 : 0;
    }
    CHECK(held >= 1860);
    CHECK(held <= 1940);
}

}  // namespace
}  // namespace mineprint::pipeline
