// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "mineprint/forest/byte_forest.hpp"
#include "mineprint/forest/cell_trees.hpp"

namespace mineprint::forest {

/// How to part pixels: those whose byte of a column is at most the limit go left.
struct Cut {
    std::uint16_t column = 0;
    std::uint8_t limit = 255;  ///< 255: all go left
};

/// Cuts below cuts, `levels` of them: those below cut i are 2i + 1 (left) and 2i + 2.
struct CutTree {
    static constexpr std::size_t levels = 3;
    static constexpr std::size_t num_parts = std::size_t{1} << levels;
    std::array<Cut, num_parts - 1> cuts;
};

/// Finds where to cut a box so that much of the trees falls away on both sides.
class CellSplitter {
  public:
    explicit CellSplitter(const ByteForest& forest);

    /// Cuts for pixels in the box. What hangs on a limit of a column are the nodes below those that
    /// ask for it; each part is cut in the column on which most hangs, in the middle of that.
    /// `cuts.cuts[0].limit` is 255 when there is nothing to cut.
    void find_cuts(const ByteTrees& trees, const ByteBox& box, CutTree& cuts);

  private:
    void weigh(const ByteTrees& trees);
    void cut(std::size_t place, ByteBox& box, CutTree& cuts) const;
    [[nodiscard]] Cut best_cut(const ByteBox& box) const;

    std::size_t num_classes_;
    std::vector<std::uint64_t> weights_;  ///< columns × limits, each with those of lower limits
    std::vector<std::uint32_t> sizes_;    ///< of the present tree's subtrees
    ByteBox box_;
};

}  // namespace mineprint::forest
