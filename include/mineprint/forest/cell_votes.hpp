// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/forest/byte_forest.hpp"
#include "mineprint/forest/byte_kernel.hpp"

namespace mineprint::forest {

/// Lets the trees left in a cell vote, a block of pixels at a time.
class CellVotes {
  public:
    CellVotes(const ByteForest& forest, TreeKernel kernel) : forest_(forest), kernel_(kernel) {}

    /// Prepares for the blocks of one cell; `trees` must stay as they are meanwhile.
    void start_cell(const ByteTrees& trees);
    /// `columns` hold `block_pixels` bytes each. The sums of class shares over all trees: classes ×
    /// `block_pixels`.
    [[nodiscard]] std::span<const std::uint32_t> vote(std::span<const std::uint8_t* const> columns);

  private:
    /// A tree with leaves of several classes, its branches numbered by row.
    struct MixedTree {
        std::vector<ByteNode> nodes;
        std::vector<std::uint16_t> shares;  ///< leaf rows × classes
    };
    void add_mixed_tree(std::span<const ByteNode> nodes);
    void vote_pure(std::span<const std::uint8_t* const> columns);
    void vote_mixed(const MixedTree& tree, std::span<const std::uint8_t* const> columns);
    void flush_votes(std::uint32_t num_votes);

    const ByteForest& forest_;
    TreeKernel kernel_;
    const ByteTrees* trees_ = nullptr;
    std::vector<MixedTree> mixed_;
    std::vector<std::uint8_t> rows_;
    std::vector<std::uint8_t> votes_;  ///< classes × pixels
    std::vector<std::uint32_t> sums_;  ///< classes × pixels
};

}  // namespace mineprint::forest
