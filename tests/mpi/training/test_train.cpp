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
    for (std::size_t i = 0; i < 700; ++i) {
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
    bool operator==(const Mark&) const = default;
};

Mark mark_of(const Forest& forest) {
    return {forest.hash(), forest.training_hash, forest.report.oob_error,
            forest.report.impurity_importance};
}

std::vector<ForestOptions> some_options() {
    ForestOptions gee = preset("gee");
    ForestOptions production = preset("production");
    production.trees = 23;
    ForestOptions limited = preset("sklearn");
    limited.trees = 7;
    limited.max_nodes = 9;
    limited.seed = 5;
    return {gee, production, limited};
}

}  // namespace

TEST_CASE(
    "the forest is the same for any number of ranks and threads and any dealing out of rows") {
    const SampleTable whole = whole_table();
    const auto size = static_cast<std::size_t>(world().size());
    const auto rank = static_cast<std::size_t>(world().rank());
    for (const ForestOptions& options : some_options()) {
        const mpi::Communicator alone = world().split(world().rank());
        REQUIRE(alone.size() == 1);
        const Mark expected = mark_of(train(alone, whole, options, 1));
        for (const int num_threads : {1, 2, 3}) {
            const auto check = [&](auto&& mine) {
                const Forest forest = train(world(), part_of(whole, mine), options, num_threads);
                CHECK(mark_of(forest) == expected);
                CHECK(forest.trees.size() == static_cast<std::size_t>(options.trees));
            };
            check([&](std::size_t row) { return row % size == rank; });
            check([&](std::size_t row) { return row * size / whole.size() == rank; });
            check([&](std::size_t) { return rank == size - 1; });
            check([&](std::size_t row) { return row * row % 7 % size == rank; });
        }
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
