// SPDX-License-Identifier: Apache-2.0
#include "mineprint/change/components.hpp"
#include "test_main.hpp"
#include "tiled.hpp"

namespace mineprint::change {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("components are those of a flood fill, in the order of their first pixels") {
    const auto connectivity = GENERATE(Connectivity::four, Connectivity::eight);
    const auto seed = GENERATE(1U, 2U, 3U);
    const Classes map = patchy_map(41, 29, 3, seed);
    std::vector<std::int64_t> areas(map.size());
    for (std::size_t i = 0; i < areas.size(); ++i) {
        areas[i] = 900'000'000 + std::int64_t(i);
    }
    const WindowPlace place{{0, 0, 41, 29}, 41};
    const Components found = label_components(map, 255, place, areas, connectivity);
    const Components expected = flood_fill(map, connectivity, areas);
    CHECK(found.list == expected.list);
    CHECK(found.labels == expected.labels);
}

TEST_CASE("a spiral is one component, and corners join with eight neighbours only") {
    Classes spiral(5, 5, 255);
    for (const auto& [row, column] : std::vector<std::pair<int, int>>{{0, 0},
                                                                      {0, 1},
                                                                      {0, 2},
                                                                      {0, 3},
                                                                      {0, 4},
                                                                      {1, 4},
                                                                      {2, 4},
                                                                      {3, 4},
                                                                      {4, 4},
                                                                      {4, 3},
                                                                      {4, 2},
                                                                      {4, 1},
                                                                      {4, 0},
                                                                      {3, 0},
                                                                      {2, 0},
                                                                      {2, 1},
                                                                      {2, 2}}) {
        spiral(row, column) = 1;
    }
    const std::vector<std::int64_t> areas(25, 7);
    const WindowPlace place{{100, 10, 5, 5}, 1000};
    const auto four = label_components(spiral, 255, place, areas, Connectivity::four);
    REQUIRE(four.list.size() == 1);
    CHECK(four.list[0] == Component{10 * 1000 + 100, 17, 17 * 7, 1, true});
    spiral(3, 3) = 1;  // touches (2, 2), (4, 4) … by corners, and (3, 4) by an edge
    spiral(3, 4) = 255;
    spiral(4, 3) = 255;
    CHECK(label_components(spiral, 255, place, areas, Connectivity::eight).list.size() == 1);
    CHECK(label_components(spiral, 255, place, areas, Connectivity::four).list.size() == 4);
}

TEST_CASE("areas in mm² are rounded to the nearest") {
    const std::vector<double> areas{0, 899.9999994, 899.9999996};
    CHECK(to_mm2(areas) == std::vector<std::int64_t>{0, 899999999, 900000000});
}

TEST_CASE("components without an area for each pixel are refused") {
    const Classes map(3, 3, 1);
    CHECK_THROWS_WITH(label_components(map, 255, {{0, 0, 3, 3}, 3}, std::vector<std::int64_t>(8, 1),
                                       Connectivity::four),
                      Contains("9 pixels were given 8"));
}

}  // namespace
}  // namespace mineprint::change
