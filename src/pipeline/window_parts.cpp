// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/window_parts.hpp"

#include <algorithm>

namespace mineprint::pipeline {
namespace {

/// The largest of the usual blocks; the smaller ones fit into it.
constexpr std::int64_t largest_block = 512;

std::int64_t in_blocks(std::int64_t length, std::int64_t block) {
    return (length + block - 1) / block;
}

/// The edges of parts inside a window along one axis, both ends among them.
std::vector<std::int64_t> edges(std::int64_t begin, std::int64_t length, std::int64_t meeting,
                                std::int64_t step) {
    const std::int64_t offset = ((begin - meeting) % step + step) % step;
    std::vector<std::int64_t> places{begin};
    for (std::int64_t place = begin - offset + step; place < begin + length; place += step) {
        places.push_back(place);
    }
    places.push_back(begin + length);
    return places;
}

}  // namespace

PartLattice part_lattice(const geo::PixelWindow& window, std::int64_t most_pixels,
                         std::int64_t column, std::int64_t row) {
    std::int64_t block = largest_block;
    while (block > 1 && block * block > most_pixels) {
        block /= 2;
    }
    const std::int64_t blocks = std::max<std::int64_t>(1, most_pixels / (block * block));
    const std::int64_t across = std::min(blocks, in_blocks(window.width, block) + 1);
    return {column, row, across * block, blocks / across * block};
}

std::vector<geo::PixelWindow> cut(const geo::PixelWindow& window, const PartLattice& lattice) {
    const auto columns = edges(window.column, window.width, lattice.column, lattice.width);
    const auto rows = edges(window.row, window.height, lattice.row, lattice.height);
    std::vector<geo::PixelWindow> parts;
    for (std::size_t r = 0; r + 1 < rows.size(); ++r) {
        for (std::size_t c = 0; c + 1 < columns.size(); ++c) {
            parts.push_back(
                {columns[c], rows[r], columns[c + 1] - columns[c], rows[r + 1] - rows[r]});
        }
    }
    return parts;
}

}  // namespace mineprint::pipeline
