// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "mineprint/forest/forest.hpp"
#include "mineprint/forest/threshold_table.hpp"

namespace mineprint::forest {

/// Where a branch of a byte tree leads, in one number, C the number of classes: below C, to a leaf
/// all of that class; from C to 2^31, to the node (number - C) of its tree; above, to the leaf
/// shares (number - 2^31).
using Branch = std::uint32_t;
inline constexpr Branch mixed_leaf = Branch{1} << 31U;
/// The share of a class that has all of a leaf.
inline constexpr std::uint16_t whole_share = 65535;

/// A pixel goes right when its byte of the column is above the limit.
struct ByteNode {
    Branch left = 0;
    Branch right = 0;
    std::uint16_t column = 0;
    std::uint8_t limit = 0;
};

/// Trees over bytes. Nodes of one tree lie together, children before parents, the root last.
struct ByteTrees {
    std::vector<ByteNode> nodes;
    std::vector<std::uint32_t> ends;     ///< per tree: end of its nodes, where the next one's begin
    std::vector<std::uint8_t> all_pure;  ///< per tree: 1 if all its leaves are of one class each
    std::vector<std::uint32_t> sums;     ///< per class: shares of the trees that are but one leaf

    void clear(std::size_t num_classes);
};

/// A column of bytes made from a feature: how many thresholds of the forest lie below the value. A
/// missing value is 255, right of every limit; or, with `missing_left`, all numbers are one larger
/// and a missing value is 0.
struct ByteColumn {
    std::uint32_t feature = 0;
    bool missing_left = false;

    void fill(const ThresholdTable& table, std::span<const float> values,
              std::span<std::uint8_t> bytes) const;
};

/// A forest over bytes; it predicts exactly what the forest it was made from does.
struct ByteForest {
    std::size_t num_classes = 0;
    std::vector<ThresholdTable> tables;  ///< per feature
    std::vector<ByteColumn> columns;
    ByteTrees trees;
    std::vector<std::uint16_t> mixed_shares;  ///< leaf shares × classes
    std::size_t num_trees = 0;

    [[nodiscard]] std::span<const std::uint16_t> shares_of(Branch leaf) const {
        return std::span(mixed_shares).subspan((leaf - mixed_leaf) * num_classes, num_classes);
    }
};

/// Whether pixels with missing values come. Where none do, it does not matter to which side nodes
/// send them, and a feature needs one column only.
enum class Missing { none, possible };

/// Nothing when the forest has a feature with more thresholds than bytes can tell apart, a path too
/// long to recur on, or too many features or trees for the widths of the numbers above.
[[nodiscard]] std::optional<ByteForest> make_byte_forest(const Forest& forest, Missing missing);

}  // namespace mineprint::forest
