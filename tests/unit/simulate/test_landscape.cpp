// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/landscape.hpp"
#include "small_region.hpp"
#include "test_main.hpp"

using namespace mineprint;
using simulate::Cover;
using simulate::CoverCounts;

namespace {

CoverCounts counts_of(std::initializer_list<std::pair<Cover, int>> parts) {
    CoverCounts counts;
    for (const auto& [cover, number] : parts) {
        for (int i = 0; i < number; ++i) {
            counts.add(cover);
        }
    }
    return counts;
}

}  // namespace

TEST_CASE("a pixel is a mine where pits and ponds cover most of it") {
    constexpr std::size_t mine = simulate::mine_class;
    CHECK(counts_of({{Cover::pit, 3}, {Cover::pond, 2}, {Cover::forest, 4}}).true_class() == mine);
    CHECK(counts_of({{Cover::pit, 4}, {Cover::forest, 5}}).true_class() == 1);
    CHECK(counts_of({{Cover::pit, 4}, {Cover::forest, 2}, {Cover::grass, 3}}).true_class() == 4);
}

TEST_CASE("of equal covers the first class counts") {
    CHECK(counts_of({{Cover::pit, 1}, {Cover::grass, 4}, {Cover::bare_soil, 4}}).true_class() == 2);
}

TEST_CASE("the cover of a pixel does not depend on the window it is looked at in") {
    const auto options = small_region();
    const simulate::Landscape landscape(options, simulate::make_region_frame(options));
    const geo::Grid& grid = landscape.frame().grid;
    const simulate::EpochState state{{simulate::MineLevel{9000}, simulate::MineLevel{4000}}, 0.6};
    const auto whole = simulate::cover_of(landscape, grid, {0, 0, grid.width, grid.height}, state);
    const geo::PixelWindow part{grid.width / 3, grid.height / 4, 17, 11};
    const auto cut = simulate::cover_of(landscape, grid, part, state);
    for (std::int64_t row = 0; row < part.height; ++row) {
        for (std::int64_t column = 0; column < part.width; ++column) {
            REQUIRE(cut(row, column).count == whole(part.row + row, part.column + column).count);
        }
    }
}

TEST_CASE("a mine that has begun stays one as the threshold rises") {
    const auto options = small_region();
    const simulate::Landscape landscape(options, simulate::make_region_frame(options));
    const geo::Grid& grid = landscape.frame().grid;
    const geo::PixelWindow all{0, 0, grid.width, grid.height};
    const auto small = simulate::cover_of(landscape, grid, all, {{3000, 3000}, 1});
    const auto large = simulate::cover_of(landscape, grid, all, {{60000, 60000}, 1});
    int num_small = 0;
    int num_large = 0;
    for (std::size_t i = 0; i < small.size(); ++i) {
        const bool before = small[i].true_class() == simulate::mine_class;
        const bool after = large[i].true_class() == simulate::mine_class;
        REQUIRE((!before || after));
        num_small += before ? 1 : 0;
        num_large += after ? 1 : 0;
    }
    CHECK(num_large > num_small);
}
