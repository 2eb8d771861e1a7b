// SPDX-License-Identifier: Apache-2.0
#include "random_forests.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <fmt/format.h>

namespace random_forests {
namespace {

using namespace mineprint::forest;
using Numbers = std::mt19937_64;

std::size_t below(Numbers& numbers, std::size_t limit) { return numbers() % limit; }

float grid_value(Numbers& numbers) { return static_cast<float>(below(numbers, 65)) / 8 - 4; }

void add_leaf(Tree& tree, std::size_t node, const Shape& shape, Numbers& numbers) {
    tree.nodes[node].left = static_cast<std::int32_t>(tree.leaf_counts.size() / shape.num_classes);
    for (std::size_t c = 0; c < shape.num_classes; ++c) {
        // Often pure, sometimes mixed, with large weights among them.
        tree.leaf_counts.push_back(static_cast<std::uint32_t>(
            below(numbers, 3) == 0 ? below(numbers, 100'000) : below(numbers, 4)));
    }
    tree.leaf_counts.back() += 1;
}

void grow(Tree& tree, std::size_t node, int depth, const Shape& shape, Numbers& numbers) {
    const bool leaf = depth == shape.max_depth || (depth > 0 && below(numbers, 5) == 0);
    if (leaf) {
        add_leaf(tree, node, shape, numbers);
        return;
    }
    Node split;
    split.feature = static_cast<std::int32_t>(below(numbers, shape.num_features));
    split.threshold = grid_value(numbers);
    split.missing_left = static_cast<std::uint8_t>(below(numbers, 2));
    split.left = static_cast<std::int32_t>(tree.nodes.size());
    split.right = split.left + 1;
    tree.nodes[node] = split;
    tree.nodes.resize(tree.nodes.size() + 2);
    grow(tree, static_cast<std::size_t>(split.left), depth + 1, shape, numbers);
    grow(tree, static_cast<std::size_t>(split.right), depth + 1, shape, numbers);
}

}  // namespace

Forest make(const Shape& shape) {
    Numbers numbers(shape.seed);
    Forest forest;
    for (std::size_t f = 0; f < shape.num_features; ++f) {
        forest.schema.names.push_back(fmt::format("f{}", f));
        forest.schema.definitions.emplace_back("a number");
    }
    for (std::size_t c = 0; c < shape.num_classes; ++c) {
        forest.classes.push_back(fmt::format("class{}", c));
    }
    for (std::size_t t = 0; t < shape.num_trees; ++t) {
        Tree& tree = forest.trees.emplace_back();
        tree.nodes.resize(1);
        grow(tree, 0, 0, shape, numbers);
    }
    return forest;
}

std::vector<float> rows(const Shape& shape, std::size_t num_rows, bool missing) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    Numbers numbers(shape.seed + 1000);
    std::vector<float> values(num_rows * shape.num_features);
    for (float& value : values) {
        const float on = grid_value(numbers);
        switch (below(numbers, missing ? 7 : 6)) {
            case 0:
                value = on;
                break;
            case 1:
                value = std::nextafter(on, infinity);
                break;
            case 2:
                value = std::nextafter(on, -infinity);
                break;
            case 3:
                value = below(numbers, 2) == 0 ? infinity : -infinity;
                break;
            case 4:
                value = below(numbers, 2) == 0 ? -0.0F : 1e30F;
                break;
            case 5:
                value = on + 0.05F;
                break;
            default:
                value = std::numeric_limits<float>::quiet_NaN();
        }
    }
    return values;
}

}  // namespace random_forests
