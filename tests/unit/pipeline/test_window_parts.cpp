// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "mineprint/pipeline/window_parts.hpp"
#include "test_main.hpp"

using namespace mineprint::pipeline;
using mineprint::geo::PixelWindow;

TEST_CASE("parts are whole blocks where memory allows, and never more than it allows") {
    const PixelWindow tile{0, 0, 1024, 1024};
    const PartLattice usual = part_lattice(tile, 280000, 0, 0);
    CHECK(usual.width == 512);
    CHECK(usual.height == 512);
    const PartLattice roomy = part_lattice(tile, 600000, 0, 0);
    CHECK(roomy.width == 1024);
    CHECK(roomy.height == 512);
    const PartLattice narrow = part_lattice(tile, 260000, 0, 0);
    CHECK(narrow.width == 768);
    CHECK(narrow.height == 256);
    for (const std::int64_t most : {1, 2, 100, 5000, 1 << 20, 1 << 30}) {
        const PartLattice lattice = part_lattice(tile, most, 0, 0);
        CHECK(lattice.width * lattice.height <= most);
    }
}

TEST_CASE("parts cover a window once, and meet at the lattice") {
    const PixelWindow window{1000, 2040, 700, 300};
    const PartLattice lattice{37, 5, 256, 128};
    std::set<std::pair<std::int64_t, std::int64_t>> pixels;
    std::size_t count = 0;
    for (const PixelWindow& part : cut(window, lattice)) {
        CHECK(part.width <= 256);
        CHECK(part.height <= 128);
        CHECK((part.column == 1000 || (part.column - 37) % 256 == 0));
        CHECK((part.row == 2040 || (part.row - 5) % 128 == 0));
        for (std::int64_t row = part.row; row < part.row + part.height; ++row) {
            for (std::int64_t column = part.column; column < part.column + part.width; ++column) {
                pixels.insert({row, column});
                ++count;
            }
        }
    }
    CHECK(count == 700 * 300);
    CHECK(pixels.size() == count);
    CHECK(pixels.begin()->first == 2040);
    CHECK(pixels.rbegin()->second == 1699);
}

TEST_CASE("a window within one block is one part") {
    CHECK(cut({10, 20, 30, 40}, {0, 0, 512, 512}) == std::vector<PixelWindow>{{10, 20, 30, 40}});
    CHECK(cut({-10, 0, 20, 1}, {0, 0, 512, 512}).size() == 2);
}
