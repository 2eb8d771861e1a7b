// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "mineprint/forest/byte_forest.hpp"

namespace mineprint::forest {

/// Pixels worked on side by side.
inline constexpr std::size_t block_pixels = 64;

/// One tree and one block of pixels. Row r of `rows` holds a byte per pixel: what branch r leads
/// to. The rows of the leaves, one of each number below `first_row`, are given; those of the nodes
/// are made, one after another.
struct TreeBlock {
    std::span<const ByteNode> nodes;
    std::span<const std::uint8_t* const> columns;  ///< each `block_pixels` bytes
    std::size_t first_row = 0;
    std::uint8_t* rows = nullptr;
};

/// Works out the rows of all nodes; that of the root is the last one. Uses the widest vectors the
/// machine has; the result is the same on all.
using TreeKernel = void (*)(const TreeBlock&);
[[nodiscard]] TreeKernel widest_tree_kernel();
/// What `widest_tree_kernel` must agree with.
void plain_tree_kernel(const TreeBlock& block);

}  // namespace mineprint::forest
