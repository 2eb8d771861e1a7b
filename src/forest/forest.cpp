// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/forest.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/forest/leaf_shares.hpp"

namespace mineprint::forest {
namespace {

/// Two words that hold every field of a node: no padding reaches the hash.
void update_node(std::vector<std::uint64_t>& words, const Node& node) {
    const auto low = [](std::int32_t value) {
        return std::uint64_t{static_cast<std::uint32_t>(value)};
    };
    words.push_back((low(node.feature) << 32U) | std::bit_cast<std::uint32_t>(node.threshold));
    words.push_back((low(node.left) << 32U) | low(node.right));
    words.push_back(node.missing_left);
}

/// The leaf a row comes to.
std::size_t leaf_of(const Tree& tree, std::span<const float> row) {
    const Node* node = &tree.nodes.front();
    while (node->feature >= 0) {
        const float value = row[static_cast<std::size_t>(node->feature)];
        const bool left = std::isnan(value) ? node->missing_left != 0 : value <= node->threshold;
        node = &tree.nodes[static_cast<std::size_t>(left ? node->left : node->right)];
    }
    return static_cast<std::size_t>(node->left);
}

}  // namespace

std::vector<std::uint64_t> pooled_confusion(const CrossValidation& validation) {
    if (validation.folds.empty()) {
        return {};
    }
    const std::size_t num_cells = validation.confusions.size() / validation.folds.size();
    std::vector<std::uint64_t> sums(num_cells);
    for (std::size_t i = 0; i < validation.confusions.size(); ++i) {
        sums[i % num_cells] += validation.confusions[i];
    }
    return sums;
}

std::string Forest::hash() const {
    core::Sha256 sha;
    sha.update_text(schema.hash());
    sha.update_number(classes.size());
    for (const std::string& name : classes) {
        sha.update_text(name);
    }
    sha.update_number(trees.size());
    std::vector<std::uint64_t> words;
    for (const Tree& tree : trees) {
        words.clear();
        for (const Node& node : tree.nodes) {
            update_node(words, node);
        }
        sha.update_number(tree.nodes.size());
        sha.update(std::as_bytes(std::span(words)));
        sha.update_number(tree.leaf_counts.size());
        sha.update(std::as_bytes(std::span(tree.leaf_counts)));
    }
    return sha.finish();
}

Prediction predict_by_walking(const Forest& forest, std::span<const float> rows) {
    const std::size_t num_features = forest.schema.size();
    const std::size_t num_classes = forest.num_classes();
    if (num_features == 0 || rows.size() % num_features != 0) {
        throw core::RunError(
            fmt::format("{} values are not rows of {} features", rows.size(), num_features));
    }
    const std::size_t num_rows = rows.size() / num_features;
    std::vector<std::uint64_t> sums(num_rows * num_classes);
    for (const Tree& tree : forest.trees) {
        const std::vector<std::uint16_t> shares = leaf_shares(tree.leaf_counts, num_classes);
        for (std::size_t row = 0; row < num_rows; ++row) {
            const std::size_t leaf = leaf_of(tree, rows.subspan(row * num_features, num_features));
            for (std::size_t c = 0; c < num_classes; ++c) {
                sums[row * num_classes + c] += shares[leaf * num_classes + c];
            }
        }
    }
    Prediction prediction;
    prediction.probability.reserve(sums.size());
    for (std::size_t row = 0; row < num_rows; ++row) {
        const auto own = std::span(sums).subspan(row * num_classes, num_classes);
        const auto best = std::ranges::max_element(own);
        prediction.label.push_back(static_cast<std::uint8_t>(best - own.begin()));
        for (const std::uint64_t sum : own) {
            prediction.probability.push_back(static_cast<std::uint16_t>(sum / forest.trees.size()));
        }
    }
    return prediction;
}

}  // namespace mineprint::forest
