// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/forest/byte_forest.hpp"

namespace mineprint::forest {

/// The bytes that occur among some pixels, per column: from lowest to highest.
struct ByteBox {
    std::vector<std::uint8_t> lowest;
    std::vector<std::uint8_t> highest;
};

/// Cuts trees down to what pixels within a box can still decide: nodes that send all of them one
/// way go, and so do nodes whose branches have come to the same leaf. Trees with nothing left to
/// decide become part of `sums`.
class TreePruner {
  public:
    explicit TreePruner(const ByteForest& forest) : forest_(forest) {}
    /// `result` must not be `trees`.
    void prune(const ByteTrees& trees, const ByteBox& box, ByteTrees& result);

  private:
    [[nodiscard]] Branch follow(Branch branch);
    void close_tree(Branch root);

    const ByteForest& forest_;
    const std::uint8_t* lowest_ = nullptr;
    const std::uint8_t* highest_ = nullptr;
    ByteTrees* result_ = nullptr;
    std::span<const ByteNode> tree_;
    Branch num_classes_ = 0;
    std::uint32_t begin_ = 0;
    bool any_mixed_ = false;
};

}  // namespace mineprint::forest
