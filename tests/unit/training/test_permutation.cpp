// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "mineprint/training/permutation.hpp"
#include "mineprint/training/train.hpp"
#include "samples.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::training;
using forest::Forest;
using forest::SampleTable;

namespace {

std::vector<BagLimit> bags_of(const SampleTable& samples, const ForestOptions& options) {
    std::vector<std::uint64_t> ids;
    for (const auto& origin : samples.origins) {
        ids.push_back(origin.id);
    }
    return agree_on_bags(world(), options, ids);
}

/// What mixing up a feature costs a tree on average: every row out of its bag is given the value of
/// every row in turn, and walks the tree with the values themselves.
double expected_loss(const Forest& tree, const Bag& bag, const SampleTable& samples,
                     std::size_t feature) {
    const std::size_t width = samples.schema.size();
    double left_out = 0;
    double loss = 0;
    for (std::size_t row = 0; row < samples.size(); ++row) {
        if (bag.count_of(samples.origins[row].id) > 0) {
            continue;
        }
        const auto own = std::span(samples.features).subspan(row * width, width);
        std::vector<float> rows(own.begin(), own.end());
        for (std::size_t donor = 0; donor < samples.size(); ++donor) {
            rows.insert(rows.end(), own.begin(), own.end());
            rows[rows.size() - width + feature] = samples.features[donor * width + feature];
        }
        const auto labels = forest::predict_by_walking(tree, rows).label;
        const auto right = std::count(labels.begin() + 1, labels.end(), samples.origins[row].label);
        left_out += 1;
        loss += (labels.front() == samples.origins[row].label ? 1.0 : 0.0) -
                static_cast<double>(right) / static_cast<double>(samples.size());
    }
    return loss / left_out;
}

}  // namespace

TEST_CASE("a permutation importance is what mixing up the feature costs a tree on average") {
    const SampleTable samples = samples::clusters(150);
    for (const char* name : {"gee", "production"}) {
        ForestOptions options = preset(name);
        options.trees = 40;
        CHECK(train(world(), samples, options, 2).report.permutation_importance.empty());
        options.permutation_importance = true;
        const Forest forest = train(world(), samples, options, 2);
        const auto bags = bags_of(samples, options);
        const auto& report = forest.report;
        REQUIRE(report.permutation_importance.size() == samples.schema.size());
        for (std::size_t f = 0; f < samples.schema.size(); ++f) {
            double expected = 0;
            for (std::size_t t = 0; t < forest.trees.size(); ++t) {
                Forest alone = forest;
                alone.trees = {forest.trees[t]};
                expected += expected_loss(alone, Bag(options, t, bags[t]), samples, f) / 40;
            }
            // The draws of 40 × 60 rows leave a standard deviation of below 0.01.
            CHECK(std::abs(report.permutation_importance[f] - expected) < 0.025);
            CHECK(report.permutation_error[f] < 0.03);
        }
        CHECK(*std::ranges::max_element(report.permutation_importance) > 0.1);
    }
}

TEST_CASE("of many rows some thousands are judged, and a feature of noise has no importance") {
    SampleTable samples = samples::table(2, 2);
    for (std::uint64_t row = 0; row < 3 * num_permuted_rows; ++row) {
        const std::uint64_t bits = core::mix(row, 1);
        const auto label = static_cast<std::uint8_t>(bits % 2);
        samples::add(samples, row, label,
                     {static_cast<float>(label), static_cast<float>(bits / 2 % 1000)});
    }
    ForestOptions options = preset("sklearn");
    options.trees = 5;
    options.mtry = 2;
    options.permutation_importance = true;
    const auto& report = train(world(), samples, options, 2).report;
    // A label drawn at random is right half of the time.
    CHECK(std::abs(report.permutation_importance[0] - 0.5) < 0.01);
    CHECK(report.permutation_importance[1] == 0);
    // Five trees of which each is right: the margin is one.
    CHECK(report.oob_margin == 1);
    CHECK(std::accumulate(report.class_samples.begin(), report.class_samples.end(),
                          std::uint64_t{0}) == 3 * num_permuted_rows);
}

TEST_CASE("the margin of labels that are noise is below zero, by as much as three classes give") {
    ForestOptions options = preset("sklearn");
    options.trees = 60;
    const double two = train(world(), samples::noise(1500, 4, 2), options, 2).report.oob_margin;
    CHECK(std::abs(two) < 0.05);
    CHECK(train(world(), samples::noise(1500, 4, 3), options, 2).report.oob_margin < -0.05);
}
