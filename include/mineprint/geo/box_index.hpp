// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "mineprint/geo/grid.hpp"

namespace mineprint::geo {

/// Finds the boxes of a fixed set that meet a given one without looking at all of them: a tree of
/// boxes packed by sort-tile-recursive (Leutenegger, Lopez & Edgington 1997, ICDE 13).
class BoxIndex {
  public:
    BoxIndex() = default;
    explicit BoxIndex(std::span<const Extent> boxes);

    /// Numbers of the boxes that `Extent::intersects` the given one, in increasing order.
    [[nodiscard]] std::vector<std::size_t> meeting(const Extent& box) const;

  private:
    struct Entry {
        Extent box;
        std::size_t first = 0;  ///< of a leaf: the number of the box; else its first child
        std::size_t count = 0;  ///< children in the level below; of a leaf 0
    };
    void collect(std::size_t level, std::size_t entry, const Extent& box,
                 std::vector<std::size_t>& found) const;

    std::vector<std::vector<Entry>> levels_;  ///< leaves first, the root alone in the last
};

}  // namespace mineprint::geo
