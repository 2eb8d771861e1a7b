// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "mineprint/core/error.hpp"
#include "mineprint/forest/validate.hpp"
#include "mineprint/training/bag.hpp"
#include "mineprint/training/train.hpp"
#include "samples.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::training;
using Catch::Matchers::Contains;
using forest::Forest;
using forest::SampleTable;

namespace {

Forest grow(const SampleTable& samples, const ForestOptions& options) {
    Forest forest = train(world(), samples, options, 2);
    forest::validate(forest);
    return forest;
}

ForestOptions one_tree_of_all() {
    ForestOptions options = preset("sklearn");
    options.trees = 1;
    options.replacement = false;
    return options;
}

double share_right(const Forest& forest, const SampleTable& samples) {
    const auto found = forest::predict_by_walking(forest, samples.features);
    double right = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        right += found.label[i] == samples.origins[i].label ? 1 : 0;
    }
    return right / static_cast<double>(samples.size());
}

double gini(const std::vector<double>& counts) {
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
    double squares = 0;
    for (const double count : counts) {
        squares += count * count / (total * total);
    }
    return 1 - squares;
}

/// Gini impurity left after each possible cut, by trying them all.
std::map<std::pair<std::size_t, float>, double> all_cuts(const SampleTable& samples) {
    std::map<std::pair<std::size_t, float>, double> cuts;
    const std::size_t p = samples.schema.size();
    for (std::size_t f = 0; f < p; ++f) {
        std::vector<float> values;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            values.push_back(samples.features[i * p + f]);
        }
        std::ranges::sort(values);
        values.erase(std::unique(values.begin(), values.end()), values.end());
        for (std::size_t v = 0; v + 1 < values.size(); ++v) {
            const float threshold = (values[v] + values[v + 1]) / 2;
            std::vector<double> left(samples.classes.size());
            std::vector<double> right(samples.classes.size());
            for (std::size_t i = 0; i < samples.size(); ++i) {
                auto& side = samples.features[i * p + f] <= threshold ? left : right;
                side[samples.origins[i].label] += 1;
            }
            const double n = static_cast<double>(samples.size());
            const double num_left = std::accumulate(left.begin(), left.end(), 0.0);
            cuts[{f, threshold}] = num_left / n * gini(left) + (n - num_left) / n * gini(right);
        }
    }
    return cuts;
}

int num_leaves(const forest::Tree& tree) {
    return static_cast<int>(
        std::ranges::count_if(tree.nodes, [](const auto& node) { return node.feature < 0; }));
}

int depth_of(const forest::Tree& tree) {
    std::vector<int> depth(tree.nodes.size());
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
        if (tree.nodes[i].feature >= 0) {
            depth[static_cast<std::size_t>(tree.nodes[i].left)] = depth[i] + 1;
            depth[static_cast<std::size_t>(tree.nodes[i].right)] = depth[i] + 1;
        }
    }
    return *std::ranges::max_element(depth);
}

}  // namespace

TEST_CASE("the first cut of a tree that tries all features is the best of all cuts") {
    for (const std::size_t num_rows : {20U, 60U, 200U}) {
        SampleTable samples = samples::clusters(num_rows);
        std::ranges::replace_if(
            samples.features, [](float v) { return std::isnan(v); }, 0.25F);
        ForestOptions options = one_tree_of_all();
        options.mtry = 4;
        const Forest forest = grow(samples, options);
        const forest::Node& root = forest.trees[0].nodes[0];
        const auto cuts = all_cuts(samples);
        const auto best =
            std::ranges::min_element(cuts, {}, [](const auto& cut) { return cut.second; });
        const auto found = cuts.find({static_cast<std::size_t>(root.feature), root.threshold});
        REQUIRE(found != cuts.end());
        CHECK(found->second == Approx(best->second).epsilon(1e-12));
    }
}

TEST_CASE("of cuts that are alike the lowest feature, then the lowest threshold is taken") {
    SampleTable samples = samples::table(3, 2);
    // Features 1 and 2 are alike and separate the classes; feature 0 tells nothing.
    for (std::uint64_t i = 0; i < 8; ++i) {
        const auto value = static_cast<float>(i < 4 ? 0 : 1);
        samples::add(samples, i, i < 4 ? 0 : 1, {5, value, value});
    }
    ForestOptions options = one_tree_of_all();
    options.mtry = 3;
    const Forest forest = grow(samples, options);
    CHECK(forest.trees[0].nodes[0].feature == 1);
    CHECK(forest.trees[0].nodes[0].threshold == 0.5F);

    // One value of the middle class on either side: 0.5 and 1.5 leave the same impurity.
    SampleTable line = samples::table(1, 2);
    samples::add(line, 1, 0, {0});
    samples::add(line, 2, 1, {1});
    samples::add(line, 3, 0, {2});
    options.mtry = 1;
    CHECK(grow(line, options).trees[0].nodes[0].threshold == 0.5F);
}

TEST_CASE("a full-grown tree knows the rows it was grown from") {
    const SampleTable samples = samples::noise(300, 5, 4);
    CHECK(share_right(grow(samples, one_tree_of_all()), samples) == 1.0);
    const SampleTable clusters = samples::clusters(2000);
    ForestOptions options = preset("sklearn");
    options.trees = 30;
    CHECK(share_right(grow(clusters, options), clusters) > 0.99);
}

TEST_CASE("labels that are pure noise have an out-of-bag error near chance, not near 0") {
    for (const std::size_t num_classes : {2U, 4U}) {
        ForestOptions options = preset("sklearn");
        options.trees = 100;
        const SampleTable samples = samples::noise(2000, 6, num_classes);
        const Forest forest = grow(samples, options);
        const double chance = 1 - 1.0 / static_cast<double>(num_classes);
        CHECK(std::abs(forest.report.oob_error - chance) < 0.05);
        const auto& confusion = forest.report.oob_confusion;
        CHECK(std::accumulate(confusion.begin(), confusion.end(), std::uint64_t{0}) == 2000);
        CHECK(share_right(forest, samples) > 0.95);
    }
}

namespace {

/// The out-of-bag error, worked out by walking the trees with the values themselves.
class PlainOutOfBag {
  public:
    PlainOutOfBag(const SampleTable& samples, std::size_t num_classes)
        : samples_(samples),
          sums_(samples.size(), std::vector<std::uint32_t>(num_classes)),
          voters_(samples.size()) {}

    void add(const Forest& one_tree, const Bag& bag) {
        const auto said = forest::predict_by_walking(one_tree, samples_.features);
        const std::size_t num_classes = sums_.front().size();
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            if (bag.count_of(samples_.origins[i].id) == 0) {
                ++voters_[i];
                for (std::size_t c = 0; c < num_classes; ++c) {
                    sums_[i][c] += said.probability[i * num_classes + c];
                }
            }
        }
    }
    [[nodiscard]] double error() const {
        double wrong = 0;
        double judged = 0;
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            if (voters_[i] > 0) {
                const auto best = std::ranges::max_element(sums_[i]) - sums_[i].begin();
                judged += 1;
                wrong += best == samples_.origins[i].label ? 0 : 1;
            }
        }
        return wrong / judged;
    }

  private:
    const SampleTable& samples_;
    std::vector<std::vector<std::uint32_t>> sums_;
    std::vector<int> voters_;
};

}  // namespace

TEST_CASE(
    "the out-of-bag error, for the first trees and for all, is that of trees that did not see "
    "the row") {
    const SampleTable samples = samples::clusters(400);
    for (const char* name : {"gee", "sklearn"}) {
        ForestOptions options = preset(name);
        options.trees = 23;
        const Forest forest = grow(samples, options);
        CHECK(forest.report.curve_trees ==
              std::vector<std::uint32_t>{1, 2, 3, 5, 7, 10, 15, 20, 23});
        std::vector<std::uint64_t> ids;
        for (const auto& origin : samples.origins) {
            ids.push_back(origin.id);
        }
        const auto bags = agree_on_bags(world(), options, ids);
        PlainOutOfBag plain(samples, 3);
        std::size_t point = 0;
        for (std::size_t t = 0; t < forest.trees.size(); ++t) {
            Forest alone = forest;
            alone.trees = {forest.trees[t]};
            plain.add(alone, Bag(options, t, bags[t]));
            if (t + 1 == forest.report.curve_trees[point]) {
                CHECK(forest.report.curve_oob_error[point] == Approx(plain.error()).epsilon(1e-12));
                ++point;
            }
        }
        CHECK(point == forest.report.curve_oob_error.size());
        CHECK(forest.report.oob_error == forest.report.curve_oob_error.back());
    }
}

TEST_CASE("limits of a tree are kept") {
    const SampleTable samples = samples::noise(500, 4, 2);
    ForestOptions options = preset("sklearn");
    options.trees = 5;
    const auto check_trees = [&](auto&& holds) {
        for (const auto& tree : grow(samples, options).trees) {
            CHECK(holds(tree));
        }
    };
    options.max_depth = 3;
    check_trees([](const auto& tree) { return depth_of(tree) == 3; });
    options.max_depth = 0;
    options.max_nodes = 7;
    check_trees([](const auto& tree) { return num_leaves(tree) == 7; });
    options.max_nodes = 0;
    options.min_leaf = 20;
    check_trees([](const auto& tree) {
        for (std::size_t leaf = 0; leaf < tree.leaf_counts.size(); leaf += 2) {
            if (tree.leaf_counts[leaf] + tree.leaf_counts[leaf + 1] < 20) {
                return false;
            }
        }
        return num_leaves(tree) > 2;
    });
}

TEST_CASE("a node of fewer rows than min-split stays whole") {
    const SampleTable samples = samples::noise(500, 4, 2);
    ForestOptions options = preset("sklearn");
    options.trees = 5;
    options.min_split = 40;
    const Forest forest = grow(samples, options);
    for (const forest::Tree& tree : forest.trees) {
        std::vector<std::uint32_t> rows(tree.nodes.size());
        for (std::size_t n = tree.nodes.size(); n-- > 0;) {
            const forest::Node& node = tree.nodes[n];
            const auto at = [](std::int32_t index) { return static_cast<std::size_t>(index); };
            if (node.feature < 0) {
                rows[n] =
                    tree.leaf_counts[at(node.left) * 2] + tree.leaf_counts[at(node.left) * 2 + 1];
            } else {
                rows[n] = rows[at(node.left)] + rows[at(node.right)];
                CHECK(rows[n] >= 40);
            }
        }
    }
}

TEST_CASE("importances name the features that tell the classes apart") {
    SampleTable samples = samples::table(3, 2);
    std::mt19937_64 numbers(1);
    for (std::uint64_t i = 0; i < 600; ++i) {
        const auto label = static_cast<std::uint8_t>(numbers() % 2);
        const auto noise = [&] { return static_cast<float>(numbers() % 100) / 100; };
        samples::add(samples, i, label, {noise(), 2.0F * label + noise(), 0.4F * label + noise()});
    }
    ForestOptions options = preset("sklearn");
    options.trees = 40;
    const auto importance = grow(samples, options).report.impurity_importance;
    CHECK(std::accumulate(importance.begin(), importance.end(), 0.0) == Approx(1));
    CHECK(importance[1] > importance[2]);
    CHECK(importance[2] > importance[0]);
}

TEST_CASE("rows that miss a feature are sent where they fit best") {
    SampleTable samples = samples::table(1, 2);
    const float missing = std::numeric_limits<float>::quiet_NaN();
    for (std::uint64_t i = 0; i < 40; ++i) {
        samples::add(samples, i, i % 2, {i % 2 == 0 ? 0.0F : 1.0F});
        samples::add(samples, 100 + i, 1, {missing});
    }
    const Forest forest = grow(samples, one_tree_of_all());
    const std::vector<float> rows{0, 1, missing};
    CHECK(forest::predict_by_walking(forest, rows).label == std::vector<std::uint8_t>{0, 1, 1});
}

TEST_CASE("held-out rows do not train") {
    SampleTable samples = samples::clusters(500);
    SampleTable fewer = samples::table(4, 3);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples.origins[i].held_out = i % 3 == 0 ? 1 : 0;
        if (i % 3 != 0) {
            samples::add(fewer, samples.origins[i].id, samples.origins[i].label,
                         {samples.features.begin() + static_cast<std::ptrdiff_t>(i * 4),
                          samples.features.begin() + static_cast<std::ptrdiff_t>(i * 4 + 4)});
        }
    }
    ForestOptions options = preset("gee");
    CHECK(grow(samples, options).trees == grow(fewer, options).trees);
}

TEST_CASE("tables from which no forest can be grown are refused with the reason") {
    ForestOptions options = preset("gee");
    CHECK_THROWS_WITH(grow(samples::table(2, 2), options), Contains("no samples"));
    SampleTable one_class = samples::table(2, 2);
    samples::add(one_class, 1, 1, {0, 0});
    samples::add(one_class, 2, 1, {0, 1});
    CHECK_THROWS_WITH(grow(one_class, options), Contains("class1") && Contains("class0"));
    CHECK_THROWS_AS(grow(one_class, options), core::DataError);
    SampleTable twins = samples::table(2, 2);
    samples::add(twins, 7, 0, {0, 0});
    samples::add(twins, 7, 1, {0, 1});
    CHECK_THROWS_AS(grow(twins, options), core::DataError);
    options.mtry = 9;
    CHECK_THROWS_WITH(grow(samples::clusters(50), options), Contains("mtry=9"));
    options.mtry = 0;
    options.trees = 70'000;
    CHECK_THROWS_WITH(grow(samples::clusters(50), options), Contains("trees=70000"));
}
