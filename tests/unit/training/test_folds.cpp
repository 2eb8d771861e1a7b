// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "mineprint/core/error.hpp"
#include "mineprint/training/folds.hpp"
#include "samples.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::training;
using Catch::Matchers::Contains;
using forest::SampleOrigin;
using forest::SampleTable;

namespace {

/// 1000 samples of three classes, the third rare, in 40 polygons of one class each, two regions;
/// every seventh is held out.
SampleTable some_samples() {
    std::mt19937_64 numbers(3);
    SampleTable samples = samples::table(1, 3);
    samples.regions = {"Kachin", "Yunnan"};
    for (int i = 0; i < 1000; ++i) {
        SampleOrigin origin;
        origin.id = numbers();
        origin.group = static_cast<std::uint32_t>(numbers() % 40);
        origin.label = static_cast<std::uint8_t>(origin.group < 20 ? 0 : origin.group < 34 ? 1 : 2);
        origin.region = static_cast<std::uint16_t>(origin.group % 2);
        origin.column = static_cast<std::int32_t>(numbers() % 500);
        origin.row = static_cast<std::int32_t>(numbers() % 300);
        origin.held_out = i % 7 == 0 ? 1 : 0;
        samples.origins.push_back(origin);
    }
    samples.features.resize(1000);
    return samples;
}

FoldOptions by(FoldUnit unit, int folds) { return {unit, folds, 100}; }

/// Samples of a class in each fold.
std::vector<int> counts_of(const SampleTable& samples, const Folds& folds, int label) {
    std::vector<int> counts(folds.names.size());
    for (std::size_t row = 0; row < samples.size(); ++row) {
        if (folds.of_row[row] != no_fold && samples.origins[row].label == label) {
            ++counts.at(folds.of_row[row]);
        }
    }
    return counts;
}

/// The folds in which samples of one unit lie.
template <class Key>
std::map<std::vector<int>, std::set<int>> folds_of_units(const SampleTable& samples,
                                                         const Folds& folds, const Key& key) {
    std::map<std::vector<int>, std::set<int>> found;
    for (std::size_t row = 0; row < samples.size(); ++row) {
        if (folds.of_row[row] != no_fold) {
            found[key(samples.origins[row])].insert(folds.of_row[row]);
        }
    }
    return found;
}

template <class Key>
void check_together(const SampleTable& samples, const Folds& folds, const Key& key) {
    std::set<int> used;
    for (const auto& [unit, of_unit] : folds_of_units(samples, folds, key)) {
        CHECK(of_unit.size() == 1);
        used.insert(of_unit.begin(), of_unit.end());
    }
    CHECK(used.size() == folds.names.size());
}

}  // namespace

TEST_CASE("stratified folds have the same number of samples of every class, give or take one") {
    const SampleTable samples = some_samples();
    const Folds folds = deal_to_folds(samples, by(FoldUnit::sample, 7), 1);
    CHECK(folds.names == std::vector<std::string>{"1", "2", "3", "4", "5", "6", "7"});
    int all = 0;
    for (int label = 0; label < 3; ++label) {
        const std::vector<int> counts = counts_of(samples, folds, label);
        const auto [least, most] = std::ranges::minmax(counts);
        CHECK(most - least <= 1);
        all += std::accumulate(counts.begin(), counts.end(), 0);
    }
    CHECK(all == 857);
    for (std::size_t row = 0; row < samples.size(); ++row) {
        CHECK((folds.of_row[row] == no_fold) == (samples.origins[row].held_out == 1));
    }
    CHECK(deal_to_folds(samples, by(FoldUnit::sample, 7), 2).of_row != folds.of_row);
}

TEST_CASE("polygons and blocks of ground stay together, and every fold has some of each class") {
    const SampleTable samples = some_samples();
    const Folds polygons = deal_to_folds(samples, by(FoldUnit::polygon, 4), 1);
    check_together(samples, polygons, [](const SampleOrigin& origin) {
        return std::vector<int>{origin.region, static_cast<int>(origin.group)};
    });
    for (int label = 0; label < 3; ++label) {
        CHECK(std::ranges::min(counts_of(samples, polygons, label)) > 0);
    }
    const Folds blocks = deal_to_folds(samples, by(FoldUnit::block, 6), 1);
    check_together(samples, blocks, [](const SampleOrigin& origin) {
        return std::vector<int>{origin.region, origin.row / 100, origin.column / 100};
    });
}

TEST_CASE("a region is a fold of its own, in the order of names") {
    SampleTable samples = some_samples();
    std::swap(samples.regions[0], samples.regions[1]);
    const Folds folds = deal_to_folds(samples, {FoldUnit::region}, 1);
    CHECK(folds.names == std::vector<std::string>{"Kachin", "Yunnan"});
    for (std::size_t row = 0; row < samples.size(); ++row) {
        const SampleOrigin& origin = samples.origins[row];
        CHECK(folds.of_row[row] == (origin.held_out == 1 ? no_fold : 1 - origin.region));
    }
    for (SampleOrigin& origin : samples.origins) {
        origin.held_out = origin.region;
    }
    CHECK_THROWS_WITH(deal_to_folds(samples, {FoldUnit::region}, 1), Contains("scope=all"));
}

TEST_CASE("the order of samples and of regions has no say in which fold a sample is in") {
    const SampleTable samples = some_samples();
    std::vector<std::size_t> order(samples.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::shuffle(order, std::mt19937_64(5));
    SampleTable shuffled = samples;
    std::swap(shuffled.regions[0], shuffled.regions[1]);
    for (std::size_t i = 0; i < order.size(); ++i) {
        shuffled.origins[i] = samples.origins[order[i]];
        shuffled.origins[i].region = static_cast<std::uint16_t>(1 - shuffled.origins[i].region);
    }
    for (const FoldUnit unit :
         {FoldUnit::sample, FoldUnit::polygon, FoldUnit::block, FoldUnit::region}) {
        const Folds one = deal_to_folds(samples, by(unit, 3), 9);
        const Folds other = deal_to_folds(shuffled, by(unit, 3), 9);
        for (std::size_t i = 0; i < order.size(); ++i) {
            CHECK(other.of_row[i] == one.of_row[order[i]]);
        }
    }
}

TEST_CASE("more folds than units are refused") {
    const SampleTable samples = some_samples();
    CHECK_THROWS_WITH(deal_to_folds(samples, by(FoldUnit::polygon, 41), 1),
                      Contains("40 polygons, too few for 41 folds"));
    CHECK_THROWS_AS(deal_to_folds(samples, by(FoldUnit::sample, 858), 1), core::DataError);
    CHECK(deal_to_folds(samples, by(FoldUnit::polygon, 40), 1).names.size() == 40);
}
