// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/forest/forest.hpp"
#include "mineprint/forest/threshold_table.hpp"

namespace mineprint::training {

/// A node made for walking without branches: in preorder the left child is one step on, the right
/// one `extra` more; a leaf steps nowhere, and `extra` is its index.
struct WalkNode {
    std::uint32_t extra = 0;
    std::uint16_t feature = 0;
    std::uint8_t limit = 0;
    std::uint8_t step : 1 = 0;
    std::uint8_t shift : 1 = 0;  ///< 1 wraps the missing code to 0, left of every threshold
};

/// A tree to walk with bin codes. Its thresholds are edges of bins, so a table finds their codes.
struct WalkTree {
    std::vector<WalkNode> nodes;
    std::vector<std::uint16_t> shares;  ///< leaves × classes, as `forest::leaf_shares`

    /// `tables` per feature: the edges of its bins. The tree is in preorder.
    WalkTree(const forest::Tree& tree, std::span<const forest::ThresholdTable> tables,
             std::size_t num_classes);
};

/// Rows walked side by side, so that one's wait for memory is another's step.
inline constexpr std::size_t num_walk_lanes = 8;

/// The leaves of rows whose codes lie in `bytes`, row r from r × `stride` on. At most
/// `num_walk_lanes` rows; what stands behind them in the answer means nothing.
[[nodiscard]] std::array<std::uint32_t, num_walk_lanes> walk(std::span<const WalkNode> nodes,
                                                             std::span<const std::uint32_t> rows,
                                                             std::span<const std::uint8_t> bytes,
                                                             std::size_t stride);

}  // namespace mineprint::training
