// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "mineprint/geo/grid.hpp"

namespace mineprint::pipeline {

/// The size of the parts that a window is worked off in, and a place where two of them meet.
struct PartLattice {
    std::int64_t column = 0;
    std::int64_t row = 0;
    std::int64_t width = 1;
    std::int64_t height = 1;
};

/// Parts of at most `most_pixels` (but at least one pixel) whose sides are whole blocks of the
/// usual files, or such a block halved, so that hardly a block is decoded for two parts. `column`
/// and `row` are where blocks of the files begin.
[[nodiscard]] PartLattice part_lattice(const geo::PixelWindow& window, std::int64_t most_pixels,
                                       std::int64_t column, std::int64_t row);

/// A window cut along a lattice, row by row.
[[nodiscard]] std::vector<geo::PixelWindow> cut(const geo::PixelWindow& window,
                                                const PartLattice& lattice);

}  // namespace mineprint::pipeline
