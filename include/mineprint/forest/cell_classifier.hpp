// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "mineprint/forest/byte_forest.hpp"
#include "mineprint/forest/cell_split.hpp"
#include "mineprint/forest/cell_trees.hpp"
#include "mineprint/forest/cell_votes.hpp"
#include "mineprint/forest/pixel_rows.hpp"

namespace mineprint::forest {

/// What is made of the sums of class shares.
struct PixelOutput {
    std::uint8_t target = 0;
    std::span<std::uint8_t> label;
    std::span<std::uint16_t> probability;  ///< empty: not wanted
};

/// Classifies a batch of pixels cell by cell: the batch is parted again and again where most of the
/// trees hangs on it, and the trees are cut down to what each part leaves open, until it pays more
/// to evaluate what is left. It holds the memory of a batch and is made to be used again.
class CellClassifier {
  public:
    /// `forest` must outlive it.
    explicit CellClassifier(const ByteForest& forest)
        : forest_(forest),
          rows_(forest),
          pruner_(forest),
          splitter_(forest),
          votes_(forest, bit_kernels().back()) {}

    /// `columns` per feature; of their pixels `wanted` are classified.
    void run(std::span<const std::span<const float>> columns, std::span<const std::uint32_t> wanted,
             const PixelOutput& output);

  private:
    using Range = PixelRows::Range;
    void descend(const Range& range, std::size_t level);
    void finish(const Range& range, const ByteTrees& trees);
    [[nodiscard]] bool is_decided(const ByteTrees& trees) const;
    void write(std::span<const std::uint32_t> pixels, std::span<const std::uint32_t> sums);

    const ByteForest& forest_;
    PixelRows rows_;
    TreePruner pruner_;
    CellSplitter splitter_;
    CellVotes votes_;
    PixelOutput output_;
    std::deque<ByteTrees> levels_;  ///< pruned trees of the ranges around the present one
    ByteBox box_;
    std::vector<std::uint8_t> columns_;  ///< of the present block
};

}  // namespace mineprint::forest
