// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "mineprint/forest/byte_forest.hpp"
#include "mineprint/forest/cell_trees.hpp"
#include "mineprint/forest/cell_votes.hpp"
#include "mineprint/forest/pixel_order.hpp"

namespace mineprint::forest {

/// What is made of the sums of class shares.
struct PixelOutput {
    std::uint8_t target = 0;
    std::span<std::uint8_t> label;
    std::span<std::uint16_t> probability;  ///< empty: not wanted
};

/// Classifies a batch of pixels cell by cell. Pixels are sorted so that alike ones lie together;
/// the range is halved again and again, and the trees cut down to what each part leaves open, until
/// it pays more to evaluate what is left.
class CellClassifier {
  public:
    CellClassifier(const ByteForest& forest, const PixelOrder& order)
        : forest_(forest), order_(order), pruner_(forest), votes_(forest, widest_tree_kernel()) {}

    /// `columns`: bytes per column; `pixels[i]` is where the i-th one's result goes.
    void run(std::span<const std::vector<std::uint8_t>> columns,
             std::span<const std::uint32_t> pixels, const PixelOutput& output);

  private:
    struct Range {
        std::size_t begin = 0;
        std::size_t end = 0;
        [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
    };
    void descend(Range range, const ByteTrees& trees, std::size_t pixels_of_trees,
                 std::size_t level);
    void finish(Range range, const ByteTrees& trees);
    const ByteTrees& pruned(Range range, const ByteTrees& trees, std::size_t level);
    void write(Range range, std::span<const std::uint32_t> sums);

    const ByteForest& forest_;
    const PixelOrder& order_;
    TreePruner pruner_;
    CellVotes votes_;
    std::vector<PixelKey> keys_;
    std::vector<std::vector<std::uint8_t>> sorted_;
    std::span<const std::uint32_t> pixels_;
    PixelOutput output_;
    std::deque<ByteTrees> levels_;  ///< pruned trees of the ranges around the present one
    ByteBox box_;
};

}  // namespace mineprint::forest
