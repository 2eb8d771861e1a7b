// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <limits>
#include <span>

#include "mineprint/forest/engine.hpp"
#include "mineprint/forest/leaf_shares.hpp"
#include "random_forests.hpp"
#include "test_main.hpp"

using namespace mineprint::forest;
using random_forests::Shape;

namespace {

/// A walk that shares no code with the program.
struct Answer {
    std::uint8_t label = 0;
    std::vector<std::uint64_t> sums;
};

Answer walk(const Forest& forest, std::span<const float> row) {
    Answer answer{0, std::vector<std::uint64_t>(forest.classes.size())};
    for (const Tree& tree : forest.trees) {
        std::size_t node = 0;
        while (tree.nodes[node].feature >= 0) {
            const Node& split = tree.nodes[node];
            const float value = row[static_cast<std::size_t>(split.feature)];
            const bool left =
                std::isnan(value) ? split.missing_left != 0 : value <= split.threshold;
            node = static_cast<std::size_t>(left ? split.left : split.right);
        }
        const auto leaf = static_cast<std::size_t>(tree.nodes[node].left) * forest.classes.size();
        double total = 0;
        for (std::size_t c = 0; c < forest.classes.size(); ++c) {
            total += tree.leaf_counts[leaf + c];
        }
        for (std::size_t c = 0; c < forest.classes.size(); ++c) {
            answer.sums[c] += static_cast<std::uint64_t>(
                std::floor(65535.0 * tree.leaf_counts[leaf + c] / total + 0.5));
        }
    }
    for (std::size_t c = 1; c < answer.sums.size(); ++c) {
        if (answer.sums[c] > answer.sums[answer.label]) {
            answer.label = static_cast<std::uint8_t>(c);
        }
    }
    return answer;
}

struct Columns {
    Columns(std::span<const float> rows, std::size_t num_features) : values(num_features) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            values[i % num_features].push_back(rows[i]);
        }
        spans.assign(values.begin(), values.end());
    }
    std::vector<std::vector<float>> values;
    std::vector<std::span<const float>> spans;
};

void check_shape(const Shape& shape, std::size_t num_rows, bool missing) {
    const Forest forest = random_forests::make(shape);
    const auto rows = random_forests::rows(shape, num_rows, missing);
    const Columns columns(rows, shape.num_features);
    const auto target = static_cast<std::uint8_t>(shape.num_classes - 1);
    std::vector<std::uint8_t> observed(num_rows, 1);
    for (std::size_t i = 3; i < num_rows; i += 11) {
        observed[i] = 0;
    }
    std::vector<std::uint8_t> label(num_rows, 77);
    std::vector<std::uint16_t> probability(num_rows, 777);
    const Engine engine(forest);
    engine.classify(columns.spans, observed, target, label, probability);
    std::vector<std::uint8_t> label_alone(num_rows, 77);
    engine.classify(columns.spans, observed, target, label_alone, {});
    CHECK(label_alone == label);

    const Prediction plain = predict_by_walking(forest, rows);
    int num_wrong = 0;
    for (std::size_t i = 0; i < num_rows; ++i) {
        const Answer expected =
            walk(forest, std::span(rows).subspan(i * shape.num_features, shape.num_features));
        const auto share = static_cast<std::uint16_t>(expected.sums[target] / shape.num_trees);
        const bool plain_right = plain.label[i] == expected.label &&
                                 plain.probability[i * shape.num_classes + target] == share;
        const bool engine_right = observed[i] == 0
                                      ? label[i] == 77 && probability[i] == 777
                                      : label[i] == expected.label && probability[i] == share;
        num_wrong += plain_right && engine_right ? 0 : 1;
    }
    CHECK(num_wrong == 0);
}

}  // namespace

TEST_CASE("the engine and the plain walk give what each tree says, on every input") {
    for (const Shape& shape : {Shape{1, 2, 1, 1, 1}, Shape{5, 2, 10, 8, 2}, Shape{12, 2, 50, 12, 3},
                               Shape{3, 5, 20, 6, 4}, Shape{8, 17, 7, 9, 5},
                               Shape{20, 3, 30, 15, 6}, Shape{2, 200, 5, 7, 7}}) {
        INFO(shape.num_features << " features, " << shape.num_classes << " classes, "
                                << shape.num_trees << " trees, depth " << shape.max_depth);
        check_shape(shape, 2000, false);
        check_shape(shape, 2000, true);
    }
}

TEST_CASE("batches of any size are classified alike") {
    for (const std::size_t num_rows : {1U, 2U, 15U, 16U, 17U, 255U, 4097U, 70'000U}) {
        check_shape({6, 2, 12, 10, num_rows}, num_rows, false);
    }
}

TEST_CASE("cells are parted and evaluated alike, of pure leaves and of mixed ones") {
    // Beyond the size of a cell, in scenes that vary slowly, so that cutting down has effect.
    for (const bool pure : {true, false}) {
        for (const std::size_t num_classes : {2U, 4U, 9U}) {
            const Shape shape{6, num_classes, 9, 11, num_classes};
            Forest forest = random_forests::make(shape);
            for (Tree& tree : forest.trees) {
                for (std::size_t i = 0; pure && i < tree.leaf_counts.size(); ++i) {
                    const std::size_t leaf = i / num_classes;
                    tree.leaf_counts[i] = leaf * 7 % num_classes == i % num_classes ? 5 : 0;
                }
            }
            constexpr std::size_t num_rows = 60'000;
            std::vector<float> rows;
            for (std::size_t i = 0; i < num_rows; ++i) {
                for (std::size_t f = 0; f < 6; ++f) {
                    const auto phase = static_cast<double>(i * (f + 1));
                    rows.push_back(static_cast<float>(4 * std::sin(phase / 9000) +
                                                      0.3 * std::sin(phase * 1.7)));
                }
            }
            const Columns columns(rows, 6);
            const std::vector<std::uint8_t> observed(num_rows, 1);
            std::vector<std::uint8_t> label(num_rows);
            std::vector<std::uint16_t> probability(num_rows);
            std::vector<std::uint8_t> label_alone(num_rows);
            const Engine engine(forest);
            engine.classify(columns.spans, observed, 1, label, probability);
            engine.classify(columns.spans, observed, 1, label_alone, {});
            int num_wrong = 0;
            for (std::size_t i = 0; i < num_rows; ++i) {
                const Answer expected = walk(forest, std::span(rows).subspan(i * 6, 6));
                num_wrong += label[i] == expected.label && label_alone[i] == expected.label &&
                                     probability[i] == expected.sums[1] / 9
                                 ? 0
                                 : 1;
            }
            CHECK(num_wrong == 0);
        }
    }
}

TEST_CASE("a forest of one leaf answers its class for everything, also for no pixels") {
    Forest forest = random_forests::make({2, 2, 1, 0, 1});
    forest.trees[0].leaf_counts = {1, 3};
    const Engine engine(forest);
    const std::vector<float> values(10, std::numeric_limits<float>::quiet_NaN());
    const std::vector<std::span<const float>> columns{values, values};
    const std::vector<std::uint8_t> observed(10, 1);
    std::vector<std::uint8_t> label(10);
    std::vector<std::uint16_t> probability(10);
    engine.classify(columns, observed, 1, label, probability);
    CHECK(label == std::vector<std::uint8_t>(10, 1));
    CHECK(probability == std::vector<std::uint16_t>(10, 49151));  // 0.75 × 65535
    const std::vector<std::span<const float>> nothing{{}, {}};
    CHECK_NOTHROW(engine.classify(nothing, {}, 1, {}, {}));
}

TEST_CASE("a forest with more thresholds than a byte can number is still walked exactly") {
    Forest forest = random_forests::make({2, 2, 1, 0, 1});
    // A comb: node k asks whether the value is at most k.
    constexpr int num_teeth = 1000;
    Tree& tree = forest.trees[0];
    tree = {};
    for (int k = 0; k < num_teeth; ++k) {
        tree.nodes.push_back({k % 2, static_cast<float>(k), 2 * k + 1, 2 * k + 2, 0});
        tree.nodes.push_back({-1, 0, k, 0, 0});
        tree.leaf_counts.insert(tree.leaf_counts.end(), {static_cast<std::uint32_t>(k % 7), 3});
    }
    tree.nodes.push_back({-1, 0, num_teeth, 0, 0});
    tree.leaf_counts.insert(tree.leaf_counts.end(), {1, 0});
    std::vector<float> first;
    std::vector<float> second;
    for (int i = 0; i < 3000; ++i) {
        first.push_back(static_cast<float>(i % 1100) - 0.5F);
        second.push_back(static_cast<float>((i * 7) % 1100));
    }
    const std::vector<std::span<const float>> columns{first, second};
    const std::vector<std::uint8_t> observed(first.size(), 1);
    std::vector<std::uint8_t> label(first.size());
    std::vector<std::uint16_t> probability(first.size());
    Engine(forest).classify(columns, observed, 0, label, probability);
    int num_wrong = 0;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const Answer expected = walk(forest, std::array{first[i], second[i]});
        num_wrong += label[i] == expected.label && probability[i] == expected.sums[0] ? 0 : 1;
    }
    CHECK(num_wrong == 0);
}
