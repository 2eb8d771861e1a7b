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

TEST_CASE("growth a year before and after the policy is that of the zone, with its interval") {
    RegionTables region = two_sides();
    const char* const names[]{"2005", "2010", "2020"};
    for (std::size_t epoch = 0; epoch < 3; ++epoch) {
        region.epochs[epoch].name = names[epoch];
    }
    AdjustedTables& adjusted = *region.layers[0].adjusted;
    adjusted.annual_growth_percent.set({2, 0.5, 1, 3}, 0, 0, 1);
    adjusted.annual_growth_percent.set({9, 2, 5, 13}, 1, 1, 2);
    adjusted.growth_from(0, 0, 1) = static_cast<std::uint8_t>(GrowthFrom::own_labels);
    adjusted.growth_from(1, 1, 2) = static_cast<std::uint8_t>(GrowthFrom::pooled_labels);
    region.borders[0].policy_year = 2012;
    SECTION("the pivot is in the middle") {
        region.borders[0].pivot_epoch = "2010";
        add_border_intervals(one_pair(), region);
        const BorderTables& border = region.borders[0];
        CHECK(border.adjusted_before[0].value == 2);
        CHECK(border.adjusted_before[0].low == 1);
        CHECK(border.adjusted_before[0].high == 3);
        CHECK(std::isnan(border.adjusted_before[1].value));
        CHECK(border.adjusted_after[1].value == 9);
        CHECK(border.adjusted_after[1].high == 13);
        CHECK_FALSE(border.pooled_before[0]);
        CHECK(border.pooled_after[1]);
    }
    SECTION("all epochs lie before the policy's end, or after it") {
        region.borders[0].pivot_epoch = GENERATE("2020", "2005", "");
        const bool first = region.borders[0].pivot_epoch == "2005";
        adjusted.annual_growth_percent.set({7, 1, 6, 8}, 0, 0, 2);
        add_border_intervals(one_pair(), region);
        const BorderTables& border = region.borders[0];
        const bool last = border.pivot_epoch == "2020";
        CHECK(std::isnan(border.adjusted_before[0].value) == !last);
        CHECK(std::isnan(border.adjusted_after[0].value) == !first);
    }
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
