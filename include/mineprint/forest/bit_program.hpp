// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/forest/bit_kernel.hpp"
#include "mineprint/forest/byte_forest.hpp"

namespace mineprint::forest {

/// Row 0 has no bit set, row 1 all of them.
inline constexpr std::uint16_t first_free_row = 2;

/// One bit of what a tree says: the nodes that decide it, those of the plane before end where these
/// begin.
struct BitPlane {
    std::uint32_t end = 0;
    std::uint16_t root = 0;  ///< the row with the answer
};

/// A tree whose leaves are numbered, where one bit a class cannot tell them: several classes share
/// a leaf, or there are many classes. Its planes are the bits of the leaf's number.
struct NumberedTree {
    std::uint32_t num_planes = 0;
    std::vector<std::uint16_t> shares;  ///< leaves × classes
};

/// Byte trees as sequences of decisions on bits. A tree of pure leaves has one plane for each class
/// but the first, which says whether it votes for that class; nodes that do not matter for it are
/// left out.
class BitProgram {
  public:
    explicit BitProgram(const ByteForest& forest);

    void compile(const ByteTrees& trees);

    [[nodiscard]] std::span<const BitTest> tests() const noexcept { return tests_; }
    [[nodiscard]] std::span<const BitNode> nodes() const noexcept { return nodes_; }
    /// Those of the voting trees, each with a plane for every class but the first; then those of
    /// the numbered trees.
    [[nodiscard]] std::span<const BitPlane> planes() const noexcept { return planes_; }
    [[nodiscard]] std::size_t num_voting_trees() const noexcept { return num_voting_trees_; }
    [[nodiscard]] std::span<const NumberedTree> numbered_trees() const noexcept {
        return numbered_trees_;
    }
    [[nodiscard]] std::size_t num_rows() const noexcept { return num_rows_; }

  private:
    void add_numbered_tree(std::span<const ByteNode> tree);
    std::uint32_t number_of(Branch leaf, NumberedTree& tree);
    template <class BitOfLeaf>
    void add_plane(std::span<const ByteNode> tree, BitOfLeaf&& bit_of_leaf);
    std::uint32_t test_of(const ByteNode& node);

    const ByteForest& forest_;
    std::vector<BitTest> tests_;
    std::vector<BitNode> nodes_;
    std::vector<BitPlane> planes_;
    std::vector<NumberedTree> numbered_trees_;
    std::size_t num_voting_trees_ = 0;
    std::size_t num_rows_ = 0;
    std::vector<std::uint32_t> test_numbers_;  ///< per column and limit; none: not asked yet
    std::vector<std::uint32_t> leaf_numbers_;  ///< per class and leaf share; none: not met yet
    std::vector<Branch> numbered_;             ///< the leaves of the present tree, by number
    std::vector<std::uint16_t> row_of_node_;
};

}  // namespace mineprint::forest
