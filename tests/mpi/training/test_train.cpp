// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <random>
#include <string>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/forest/sample_table.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/training/train.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::training;
using forest::Forest;
using forest::SampleTable;

namespace {

constexpr std::size_t num_features = 4;

/// The same table on every rank: three classes that overlap, some values missing, some rows held
/// out.
SampleTable whole_table() {
    SampleTable samples;
    for (std::size_t f = 0; f < num_features; ++f) {
        samples.schema.names.push_back(fmt::format("f{}", f));
        samples.schema.definitions.emplace_back("a number");
    }
    samples.classes = {"mine", "forest", "water"};
    samples.regions = {"here"};
    samples.epochs = {"now"};
    std::mt19937_64 numbers(17);
    for (std::size_t i = 0; i < 400; ++i) {
        forest::SampleOrigin origin;
        origin.id = numbers();
        origin.label = static_cast<std::uint8_t>(numbers() % 3);
        origin.held_out = numbers() % 5 == 0 ? 1 : 0;
        samples.origins.push_back(origin);
        for (std::size_t f = 0; f < num_features; ++f) {
            const auto noise = static_cast<float>(numbers() % 1000) / 1000;
            samples.features.push_back(numbers() % 30 == 0
                                           ? std::numeric_limits<float>::quiet_NaN()
                                           : 0.3F * static_cast<float>(origin.label * f) + noise);
        }
    }
    return samples;
}

/// The rows for which `mine(row)` says so.
template <class Choice>
SampleTable part_of(const SampleTable& whole, Choice&& mine) {
    SampleTable part = whole;
    part.origins.clear();
    part.features.clear();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (mine(i)) {
            part.origins.push_back(whole.origins[i]);
            const auto row = whole.features.begin() + static_cast<std::ptrdiff_t>(i * num_features);
            part.features.insert(part.features.end(), row, row + num_features);
        }
    }
    return part;
}

/// What any dealing out must give: SHA-256 of the forest, worked out by one rank and one thread.
/// The sums of the report are bits too.
struct Mark {
    std::string hash;
    std::string training_hash;
    double oob_error = 0;
    std::vector<double> importance;
    std::vector<std::uint64_t> confusion;
    std::vector<double> curve;
    double margin = 0;
    std::vector<double> permutation;
    std::vector<double> permutation_error;
    std::vector<std::vector<float>> edges;
    bool operator==(const Mark&) const = default;
};

Mark mark_of(const Forest& forest) {
    return {forest.hash(),
            forest.training_hash,
            forest.report.oob_error,
            forest.report.impurity_importance,
            forest.report.oob_confusion,
            forest.report.curve_oob_error,
            forest.report.oob_margin,
            forest.report.permutation_importance,
            forest.report.permutation_error,
            forest.report.bin_edges};
}

std::vector<ForestOptions> some_options() {
    ForestOptions gee = preset("gee");
    gee.trees = 6;
    ForestOptions production = preset("production");
    production.trees = 5;
    production.min_split = 6;
    ForestOptions limited = preset("sklearn");
    limited.trees = 5;
    limited.max_nodes = 9;
    limited.seed = 5;
    ForestOptions shallow = preset("ranger");
    shallow.trees = 3;
    shallow.max_depth = 4;
    shallow.mtry = 1;
    shallow.min_leaf = 3;
    shallow.bag_fraction = 0.3;
    std::vector<ForestOptions> all{gee, production, limited, shallow};
    for (ForestOptions& options : all) {
        options.permutation_importance = true;
    }
    return all;
}

/// The same options, and how to share the work.
ForestOptions with_mode(ForestOptions options, TrainingMode mode, double memory_mib) {
    options.mode = mode;
    options.memory_mib = memory_mib;
    return options;
}

/// So little that a tree is grown at a time, a node's counts are summed at a time, and only nodes
/// of some forty rows are left to one rank.
constexpr double hardly_any_memory = 0.02;

Mark grown_alone(const SampleTable& whole, const ForestOptions& options) {
    const mpi::Communicator alone = world().split(world().rank());
    REQUIRE(alone.size() == 1);
    return mark_of(train(alone, whole, options, 1));
}

const auto size = [] { return static_cast<std::size_t>(world().size()); };
const auto rank = [] { return static_cast<std::size_t>(world().rank()); };

}  // namespace

TEST_CASE(
    "the forest is the same for any number of ranks and threads and any dealing out of rows") {
    const SampleTable whole = whole_table();
    for (const ForestOptions& options : some_options()) {
        const Mark expected = grown_alone(whole, options);
        for (const TrainingMode mode : {TrainingMode::replicated, TrainingMode::sharded}) {
            const auto check = [&](int num_threads, auto&& mine) {
                const Forest forest = train(world(), part_of(whole, mine),
                                            with_mode(options, mode, 0.25), num_threads);
                CHECK(mark_of(forest) == expected);
                CHECK(forest.trees.size() == static_cast<std::size_t>(options.trees));
            };
            check(1, [&](std::size_t row) { return row % size() == rank(); });
            check(2, [&](std::size_t row) { return row * size() / whole.size() == rank(); });
            check(4, [&](std::size_t) { return rank() == size() - 1; });
            check(1, [&](std::size_t row) { return row * row % 7 % size() == rank(); });
        }
    }
}

TEST_CASE("with hardly any memory sharded training works in many batches, to the same end") {
    const SampleTable whole = whole_table();
    const SampleTable part = part_of(whole, [](std::size_t row) { return row % size() == rank(); });
    for (ForestOptions options : some_options()) {
        options.trees = 2;
        const Mark expected = grown_alone(whole, options);
        TrainingTraffic traffic;
        const Forest forest =
            train(world(), part, with_mode(options, TrainingMode::sharded, hardly_any_memory), 2,
                  &traffic);
        CHECK(mark_of(forest) == expected);
        CHECK(traffic.sharded);
        REQUIRE(traffic.levels.size() > 2);
        CHECK(traffic.levels[0].nodes == static_cast<std::uint64_t>(options.trees));
        std::uint64_t nodes = 0;
        for (const auto& level : traffic.levels) {
            nodes += level.nodes;
            // What a node's counts take: features × codes × two words for up to four classes. Every
            // rank sends those of all nodes that it does not decide on itself.
            const std::uint64_t per_node = (options.mtry == 1 ? 1 : 2) * 256 * 2 * 8;
            CHECK(level.histogram_bytes >= level.nodes * per_node * (size() - 1));
        }
        CHECK(traffic.num_batches >= nodes);
        CHECK((options.max_depth > 0 || traffic.num_subtrees > 0));
        CHECK((traffic.row_bytes > 0) == (size() > 1 && traffic.num_subtrees > 0));
    }
}

TEST_CASE("the mode is chosen by the memory that each would take") {
    const SampleTable part =
        part_of(whole_table(), [](std::size_t row) { return row % size() == rank(); });
    ForestOptions options = preset("sklearn");
    options.trees = 2;
    for (const auto& [memory_mib, sharded] : {std::pair{0.01, true}, std::pair{10.0, false}}) {
        TrainingTraffic traffic;
        const Forest forest = train(
            world(), part, with_mode(options, TrainingMode::automatic, memory_mib), 2, &traffic);
        CHECK(forest.trees.size() == 2);
        CHECK(traffic.sharded == sharded);
    }
}

TEST_CASE("ranks that disagree on what a row is all get the same error") {
    SampleTable part = part_of(whole_table(), [](std::size_t row) {
        return row % static_cast<std::size_t>(world().size()) ==
               static_cast<std::size_t>(world().rank());
    });
    if (world().rank() == world().size() - 1) {
        part.schema.names[2] = "another";
    }
    std::string text;
    try {
        const Forest forest = train(world(), part, preset("gee"), 1);
        text = forest.trees.empty() ? "" : "no error";
    } catch (const core::DataError& error) {
        text = error.what();
    } catch (const core::Error& error) {
        text = error.what();
        CHECK(error.exit_status() == core::ExitStatus::data);
    }
    if (world().size() > 1) {
        CHECK_THAT(text, Catch::Matchers::Contains("another"));
    }
    std::string of_root = text;
    mpi::broadcast(world(), of_root);
    CHECK(text == of_root);
}

TEST_CASE("rows of one id on two ranks are found out") {
    SampleTable part = whole_table();  // every rank has them all
    if (world().size() == 1) {
        part.origins[1].id = part.origins[0].id;
        part.origins[0].held_out = part.origins[1].held_out = 0;
    }
    CHECK_THROWS_AS(train(world(), part, preset("gee"), 1), core::Error);
}

TEST_CASE("no rows anywhere is an error on all ranks") {
    const SampleTable none = part_of(whole_table(), [](std::size_t) { return false; });
    CHECK_THROWS_WITH(train(world(), none, preset("gee"), 1),
                      Catch::Matchers::Contains("no samples"));
}
