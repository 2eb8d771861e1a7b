// SPDX-License-Identifier: Apache-2.0
#include <random>

#include <fmt/format.h>

#include "mineprint/training/cross_validation.hpp"
#include "mineprint/training/tuning.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::training;
using forest::SampleTable;

namespace {

constexpr std::size_t num_features = 3;

/// The same table on every rank: two classes that overlap, in twelve polygons.
SampleTable whole_table() {
    SampleTable samples;
    for (std::size_t f = 0; f < num_features; ++f) {
        samples.schema.names.push_back(fmt::format("f{}", f));
        samples.schema.definitions.emplace_back("a number");
    }
    samples.classes = {"mine", "other"};
    samples.regions = {"here"};
    samples.epochs = {"now"};
    std::mt19937_64 numbers(23);
    for (std::size_t i = 0; i < 300; ++i) {
        forest::SampleOrigin origin;
        origin.id = numbers();
        origin.group = static_cast<std::uint32_t>(numbers() % 12);
        origin.label = static_cast<std::uint8_t>(origin.group % 2);
        origin.held_out = numbers() % 6 == 0 ? 1 : 0;
        samples.origins.push_back(origin);
        for (std::size_t f = 0; f < num_features; ++f) {
            samples.features.push_back(static_cast<float>(origin.label) * 0.3F +
                                       static_cast<float>(numbers() % 1000) / 1000);
        }
    }
    return samples;
}

struct Dealt {
    SampleTable samples;
    Folds folds;
};

/// The rows for which `mine(row)` says so.
template <class Choice>
Dealt part_of(const SampleTable& whole, const Folds& folds, const Choice& mine) {
    Dealt part{whole, folds};
    part.samples.origins.clear();
    part.samples.features.clear();
    part.folds.of_row.clear();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (mine(i)) {
            part.samples.origins.push_back(whole.origins[i]);
            part.folds.of_row.push_back(folds.of_row[i]);
            const auto row = whole.features.begin() + static_cast<std::ptrdiff_t>(i * num_features);
            part.samples.features.insert(part.samples.features.end(), row, row + num_features);
        }
    }
    return part;
}

}  // namespace

TEST_CASE("folds and grids come out the same for any number of ranks and any dealing out") {
    const SampleTable whole = whole_table();
    ForestOptions options = preset("sklearn");
    options.trees = 6;
    options.tuning_trees = {2, 6};
    options.tuning_mtry = {1, 3};
    const Folds folds = deal_to_folds(whole, {FoldUnit::polygon, 3}, options.seed);
    const mpi::Communicator alone = world().split(world().rank());
    const auto validated = cross_validate(alone, whole, folds, options, 1);
    const auto points = tune(alone, whole, options, 1);
    REQUIRE(points.size() == 4);
    const auto size = static_cast<std::size_t>(world().size());
    const auto rank = static_cast<std::size_t>(world().rank());
    for (const TrainingMode mode : {TrainingMode::replicated, TrainingMode::sharded}) {
        options.mode = mode;
        const auto check = [&](int num_threads, const auto& mine) {
            const Dealt part = part_of(whole, folds, mine);
            CHECK(cross_validate(world(), part.samples, part.folds, options, num_threads) ==
                  validated);
            CHECK(tune(world(), part.samples, options, num_threads) == points);
        };
        check(1, [&](std::size_t row) { return row % size == rank; });
        check(2, [&](std::size_t) { return rank == size - 1; });
        check(1, [&](std::size_t row) { return row * row % 7 % size == rank; });
    }
}
