// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "mineprint/pipeline/map_threshold.hpp"
#include "test_main.hpp"

using namespace mineprint;
using pipeline::apply_threshold;
using pipeline::Model;
using pipeline::to_map_probability;

namespace {

/// One tree that splits one feature at 0.5, 1.5, …: leaf i has the counts of row i.
forest::Forest chain(const std::vector<std::vector<std::uint32_t>>& leaves) {
    forest::Forest forest;
    forest.schema.names = {"x"};
    forest.schema.definitions = {"x"};
    forest.classes = {"mine", "forest", "water"};
    forest::Tree tree;
    const auto last = static_cast<std::int32_t>(leaves.size()) - 1;
    for (std::int32_t i = 0; i <= last; ++i) {
        const std::int32_t at = 2 * i;
        if (i < last) {
            tree.nodes.push_back({0, static_cast<float>(i) + 0.5F, at + 1, at + 2, 0});
        }
        tree.nodes.push_back({-1, 0, i, 0, 0});
        tree.leaf_counts.insert(tree.leaf_counts.end(), leaves[static_cast<std::size_t>(i)].begin(),
                                leaves[static_cast<std::size_t>(i)].end());
    }
    forest.trees = {tree};
    return forest;
}

}  // namespace

TEST_CASE("a threshold moves pixels to the target, or to the best of the other classes") {
    // Shares of mine, forest, water in ten pixels' leaves.
    const forest::Forest forest =
        chain({{6, 1, 3}, {6, 3, 1}, {3, 4, 3}, {4, 3, 3}, {10, 0, 0}, {5, 3, 3}, {0, 4, 6}});
    const Model model{forest, forest::Engine(forest), forest.hash(), 0};
    const std::vector<float> x{0, 1, 2, 3, 4, 5, 6, 0};
    const std::vector<std::uint8_t> observed{1, 1, 1, 1, 1, 1, 1, 0};
    const std::vector<std::span<const float>> columns{x};
    const auto mapped = [&](std::int64_t threshold) {
        std::vector<std::uint8_t> label(x.size(), 255);
        std::vector<std::uint16_t> probability(x.size());
        model.engine.classify(columns, observed, model.target, label, probability);
        for (std::uint16_t& share : probability) {
            share = to_map_probability(share);
        }
        apply_threshold({columns, observed, model}, threshold, probability, label);
        return label;
    };
    using Labels = std::vector<std::uint8_t>;
    // From 30 % on: the third pixel, too. What nobody saw stays as it is.
    CHECK(mapped(3000) == Labels{0, 0, 0, 0, 0, 0, 2, 255});
    // From 70 % on: water and forest where they come second; of equal ones the first.
    CHECK(mapped(7000) == Labels{2, 1, 1, 1, 0, 1, 2, 255});
    CHECK(mapped(0) == Labels{0, 0, 0, 0, 0, 0, 0, 255});
    CHECK(mapped(10'000) == Labels{2, 1, 1, 1, 0, 1, 2, 255});
}

TEST_CASE("probabilities of maps are rounded 10 000ths") {
    CHECK(to_map_probability(0) == 0);
    CHECK(to_map_probability(65'535) == 10'000);
    CHECK(to_map_probability(32'768) == 5'000);
}
