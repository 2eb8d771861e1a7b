// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "mineprint/training/bag.hpp"
#include "test_main.hpp"

using namespace mineprint::training;

namespace {

std::vector<std::uint64_t> some_ids(std::size_t number) {
    std::mt19937_64 numbers(2);
    std::vector<std::uint64_t> ids(number);
    std::ranges::generate(ids, numbers);
    return ids;
}

std::vector<int> counts(const ForestOptions& options, std::uint64_t tree,
                        const std::vector<std::uint64_t>& ids) {
    const Bag bag(options, tree, agree_on_bags(world(), options, ids).at(tree));
    std::vector<int> counts;
    for (const std::uint64_t id : ids) {
        counts.push_back(bag.count_of(id));
        CHECK(bag.leaves_out(id) == (counts.back() == 0));
    }
    return counts;
}

}  // namespace

TEST_CASE("without replacement exactly the wanted share of the rows is in the bag, once") {
    ForestOptions options = preset("gee");
    for (const std::size_t number : {1U, 2U, 3U, 101U, 5000U}) {
        const auto found = counts(options, 3, some_ids(number));
        CHECK(*std::ranges::max_element(found) == 1);
        const auto wanted = std::max<long>(1, std::lround(0.5 * static_cast<double>(number)));
        CHECK(std::accumulate(found.begin(), found.end(), 0L) == wanted);
    }
    options.bag_fraction = 1;
    CHECK(counts(options, 0, some_ids(50)) == std::vector<int>(50, 1));
}

TEST_CASE("with replacement counts are Poisson") {
    for (const double mean : {0.25, 1.0}) {
        ForestOptions options;
        options.bag_fraction = mean;
        const std::size_t number = 200'000;
        std::vector<double> share(20);
        for (const int count : counts(options, 9, some_ids(number))) {
            share[static_cast<std::size_t>(count)] += 1.0 / static_cast<double>(number);
        }
        double probability = std::exp(-mean);
        for (std::size_t k = 0; k < share.size(); ++k) {
            // Five standard errors.
            const double error = 5 * std::sqrt(probability / static_cast<double>(number)) + 1e-9;
            CHECK(std::abs(share[k] - probability) < error);
            probability *= mean / static_cast<double>(k + 1);
        }
    }
}

TEST_CASE("a row's count depends on its id, the tree and the seed, not on the order of rows") {
    for (const bool replacement : {true, false}) {
        ForestOptions options;
        options.replacement = replacement;
        options.bag_fraction = 0.5;
        const auto ids = some_ids(1000);
        std::vector<std::uint64_t> reversed(ids.rbegin(), ids.rend());
        auto there = counts(options, 4, ids);
        const auto back = counts(options, 4, reversed);
        CHECK(std::equal(there.begin(), there.end(), back.rbegin()));
        CHECK(counts(options, 5, ids) != there);
        options.seed = 1;
        CHECK(counts(options, 4, ids) != there);
    }
}

TEST_CASE("with replacement a further row changes no other's count") {
    const auto ids = some_ids(1000);
    const auto all = counts({}, 4, ids);
    const auto fewer = counts({}, 4, {ids.begin(), ids.begin() + 400});
    CHECK(std::equal(fewer.begin(), fewer.end(), all.begin()));
}

TEST_CASE("a bag is never empty") {
    ForestOptions options;
    options.bag_fraction = 0.01;
    const std::vector<std::uint64_t> ids{1, 2};
    for (std::uint64_t tree = 0; tree < 200; ++tree) {
        const auto found = counts(options, tree, ids);
        REQUIRE(found[0] + found[1] > 0);
    }
}
