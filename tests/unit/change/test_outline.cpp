// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "mineprint/change/outline.hpp"
#include "mineprint/geo/polygon.hpp"
#include "test_main.hpp"
#include "tiled.hpp"

namespace mineprint::change {
namespace {

std::vector<PixelRun> runs_of(const Classes& map) {
    std::vector<PixelRun> runs;
    for (std::int32_t row = 0; row < map.height(); ++row) {
        for (std::int32_t column = 0; column < map.width(); ++column) {
            if (map(row, column) != 1) {
                continue;
            }
            if (runs.empty() || runs.back().row != row || runs.back().end != column) {
                runs.push_back({row, column, column});
            }
            runs.back().end = column + 1;
        }
    }
    return runs;
}

geo::Ring to_ring(const CornerRing& ring) {
    geo::Ring points;
    for (const Corner& corner : ring) {
        points.push_back({double(corner.column), double(-corner.row)});
    }
    return points;
}

/// Counter-clockwise with y going up is positive.
double area_of(const CornerRing& ring) {
    double area = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Corner& a = ring[i];
        const Corner& b = ring[(i + 1) % ring.size()];
        area += 0.5 * (double(a.column) * -b.row - double(b.column) * -a.row);
    }
    return area;
}

bool touches_itself(const CornerRing& ring) {
    std::set<std::pair<int, int>> corners;
    for (const Corner& corner : ring) {
        if (!corners.insert({corner.row, corner.column}).second) {
            return true;
        }
    }
    return false;
}

TEST_CASE("a ring of pixels has a hole, and corners only where it turns") {
    Classes map(5, 5, 1);
    map(2, 2) = 0;
    const Outline outline = outline_of(runs_of(map));
    REQUIRE(outline.polygons.size() == 1);
    CHECK(outline.polygons[0].outer == CornerRing{{0, 0}, {0, 5}, {5, 5}, {5, 0}});
    REQUIRE(outline.polygons[0].holes.size() == 1);
    CHECK(outline.polygons[0].holes[0] == CornerRing{{2, 2}, {3, 2}, {3, 3}, {2, 3}});
    CHECK(outline.boundary.size() == 24);
}

TEST_CASE("pixels that meet in a corner are polygons that touch in a point") {
    Classes map(2, 2, 0);
    map(0, 0) = map(1, 1) = 1;
    const Outline outline = outline_of(runs_of(map));
    REQUIRE(outline.polygons.size() == 2);
    CHECK(outline.polygons[0].outer.size() == 4);
    CHECK(outline.polygons[1].outer.size() == 4);
}

TEST_CASE("holes that meet in a corner are two holes, and an enclosed bay is a hole") {
    Classes map(6, 6, 1);
    map(2, 2) = map(3, 3) = 0;
    Outline outline = outline_of(runs_of(map));
    REQUIRE(outline.polygons.size() == 1);
    CHECK(outline.polygons[0].holes.size() == 2);
    map = Classes(4, 4, 1);
    map(1, 1) = map(0, 0) = 0;  // the hole meets the outside in a corner
    outline = outline_of(runs_of(map));
    REQUIRE(outline.polygons.size() == 1);
    CHECK(outline.polygons[0].holes.size() == 1);
    CHECK_FALSE(touches_itself(outline.polygons[0].outer));
}

TEST_CASE("outlines hold exactly their pixels, and no ring touches itself") {
    const auto seed = GENERATE(1U, 2U, 3U, 4U);
    const Classes map = patchy_map(37, 31, 2, seed);
    const Outline outline = outline_of(runs_of(map));
    geo::Polygon polygon;
    double area = 0;
    for (const OutlinePolygon& part : outline.polygons) {
        CHECK(area_of(part.outer) > 0);
        area += area_of(part.outer);
        polygon.rings.push_back(to_ring(part.outer));
        CHECK_FALSE(touches_itself(part.outer));
        for (const CornerRing& hole : part.holes) {
            CHECK(area_of(hole) < 0);
            area += area_of(hole);
            polygon.rings.push_back(to_ring(hole));
            CHECK_FALSE(touches_itself(hole));
        }
    }
    const auto values = map.values();
    CHECK(area == double(std::count(values.begin(), values.end(), 1)));
    bool exact = true;
    for (std::int64_t row = 0; row < map.height(); ++row) {
        for (std::int64_t column = 0; column < map.width(); ++column) {
            const geo::Point centre{double(column) + 0.5, -double(row) - 0.5};
            exact = exact && polygon.contains(centre) == (map(row, column) == 1);
        }
    }
    CHECK(exact);
    // as many polygons as parts that hang together by edges
    Classes only = map;
    std::replace_if(
        only.values().begin(), only.values().end(), [](std::uint8_t v) { return v != 1; },
        std::uint8_t{255});
    const std::vector<std::int64_t> areas(map.size(), 1);
    CHECK(outline.polygons.size() == flood_fill(only, Connectivity::four, areas).list.size());
}

TEST_CASE("nothing has no outline") { CHECK(outline_of({}).polygons.empty()); }

}  // namespace
}  // namespace mineprint::change
