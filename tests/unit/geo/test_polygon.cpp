// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/random.hpp"
#include "mineprint/geo/polygon.hpp"
#include "test_main.hpp"

using namespace mineprint;
using geo::Grid;
using geo::PixelWindow;
using geo::Point;
using geo::Polygon;

namespace {

/// Pixels of size 2, so that centres have odd coordinates and vertices can be put on them.
const Grid even_grid{"", 0, 120, 2, 2, 60, 60};

std::vector<int> counts(const Polygon& polygon, const Grid& grid, const PixelWindow& window) {
    std::vector<int> result(static_cast<std::size_t>(grid.width * grid.height), 0);
    geo::scan(polygon, grid, window, [&](std::int64_t row, std::int64_t begin, std::int64_t end) {
        for (std::int64_t column = begin; column < end; ++column) {
            ++result[static_cast<std::size_t>(row * grid.width + column)];
        }
    });
    return result;
}

/// Whole-number coordinates, so that the twin below is exact.
Polygon random_polygon(std::uint64_t number, int num_points) {
    const core::KeyedRandom random(7, core::Stream::landscape);
    geo::Ring ring;
    for (int i = 0; i < num_points; ++i) {
        const auto key = static_cast<std::uint64_t>(i);
        ring.push_back({static_cast<double>(random.below(121, number, 2 * key)),
                        static_cast<double>(random.below(121, number, 2 * key + 1))});
    }
    return {{ring}};
}

enum class Side { inside, outside, on_edge };

/// Independent of the code under test: whole numbers, a ray to the left and exact cross products.
Side exact_side(const Polygon& polygon, std::int64_t x, std::int64_t y) {
    bool inside = false;
    for (const geo::Ring& ring : polygon.rings) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            auto ax = static_cast<std::int64_t>(ring[i].x);
            auto ay = static_cast<std::int64_t>(ring[i].y);
            auto bx = static_cast<std::int64_t>(ring[(i + 1) % ring.size()].x);
            auto by = static_cast<std::int64_t>(ring[(i + 1) % ring.size()].y);
            const std::int64_t cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
            const bool in_box = std::min(ax, bx) <= x && x <= std::max(ax, bx) &&
                                std::min(ay, by) <= y && y <= std::max(ay, by);
            if (cross == 0 && in_box) {
                return Side::on_edge;
            }
            if ((ay < y) != (by < y) && ((by > ay) ? cross < 0 : cross > 0)) {
                inside = !inside;
            }
        }
    }
    return inside ? Side::inside : Side::outside;
}

}  // namespace

TEST_CASE("a scanned polygon holds the pixels whose centres lie inside, by exact arithmetic") {
    for (std::uint64_t number = 0; number < 60; ++number) {
        const Polygon polygon = random_polygon(number, 3 + static_cast<int>(number % 12));
        const std::vector<int> scanned = counts(polygon, even_grid, even_grid.window());
        std::size_t pixel = 0;
        for (std::int64_t row = 0; row < even_grid.height; ++row) {
            for (std::int64_t column = 0; column < even_grid.width; ++column, ++pixel) {
                const Side side = exact_side(polygon, 2 * column + 1, 119 - 2 * row);
                if (side != Side::on_edge) {
                    REQUIRE(scanned[pixel] == (side == Side::inside ? 1 : 0));
                }
                REQUIRE((scanned[pixel] == 1) ==
                        polygon.contains(even_grid.centre_of(column, row)));
            }
        }
    }
}

TEST_CASE("the answer for a pixel does not depend on the window it is asked in") {
    for (std::uint64_t number = 0; number < 20; ++number) {
        const Polygon polygon = random_polygon(100 + number, 9);
        // A lattice whose centres are not exact in binary.
        const Grid grid{"", -0.1, 121.3, 1.7, 2.3, 72, 53};
        const std::vector<int> whole = counts(polygon, grid, grid.window());
        std::vector<int> pieces(whole.size(), 0);
        for (std::int64_t row = 0; row < grid.height; row += 10) {
            for (std::int64_t column = 0; column < grid.width; column += 7) {
                const auto window = geo::intersection({column, row, 7, 10}, grid.window());
                const std::vector<int> piece = counts(polygon, grid, window);
                for (std::size_t i = 0; i < piece.size(); ++i) {
                    pieces[i] += piece[i];
                }
            }
        }
        REQUIRE(whole == pieces);
    }
}

TEST_CASE("polygons that share edges leave no pixel out and take none twice") {
    // A square cut into 2 × 12 × 12 triangles with shifted nodes, many of them on pixel centres.
    constexpr std::size_t cells = 12;
    const core::KeyedRandom random(11, core::Stream::landscape);
    std::vector<Point> nodes;
    for (std::size_t j = 0; j <= cells; ++j) {
        for (std::size_t i = 0; i <= cells; ++i) {
            const bool border = i == 0 || j == 0 || i == cells || j == cells;
            const double dx = border ? 0 : static_cast<double>(random.below(7, i, 2 * j)) - 3;
            const double dy = border ? 0 : static_cast<double>(random.below(7, i, 2 * j + 1)) - 3;
            nodes.push_back(
                {10.0 * static_cast<double>(i) + dx, 10.0 * static_cast<double>(j) + dy});
        }
    }
    const auto node = [&](std::size_t i, std::size_t j) { return nodes[j * (cells + 1) + i]; };
    std::vector<int> total(static_cast<std::size_t>(even_grid.width * even_grid.height), 0);
    const auto add = [&](const Polygon& polygon) {
        const std::vector<int> part = counts(polygon, even_grid, even_grid.window());
        std::ranges::transform(total, part, total.begin(), std::plus<>());
    };
    for (std::size_t j = 0; j < cells; ++j) {
        for (std::size_t i = 0; i < cells; ++i) {
            add({{{node(i, j), node(i + 1, j), node(i + 1, j + 1)}}});
            add({{{node(i, j), node(i + 1, j + 1), node(i, j + 1)}}});
        }
    }
    CHECK(std::ranges::all_of(total, [](int count) { return count == 1; }));
}

TEST_CASE("holes, islands in holes and parts need no marks") {
    const geo::Ring outer = {{0, 0}, {100, 0}, {100, 100}, {0, 100}};
    const geo::Ring hole = {{20, 20}, {80, 20}, {80, 80}, {20, 80}};
    const geo::Ring island = {{40, 40}, {60, 40}, {60, 60}, {40, 60}};
    const Polygon polygon{{island, outer, hole}};
    CHECK(polygon.contains({10, 10}));
    CHECK_FALSE(polygon.contains({30, 30}));
    CHECK(polygon.contains({50, 50}));
    CHECK(polygon.extent() == geo::Extent{0, 0, 100, 100});
    const auto inside = counts(polygon, even_grid, even_grid.window());
    CHECK(std::count(inside.begin(), inside.end(), 1) == 50 * 50 - 30 * 30 + 10 * 10);
}

TEST_CASE("a centre on a left or upper edge is inside, on a right or lower edge outside") {
    const Polygon square{{{{1, 101}, {3, 101}, {3, 103}, {1, 103}}}};
    CHECK(square.contains({1, 103}));
    CHECK_FALSE(square.contains({3, 103}));
    CHECK_FALSE(square.contains({1, 101}));
    const auto inside = counts(square, even_grid, even_grid.window());
    CHECK(std::count(inside.begin(), inside.end(), 1) == 1);
    CHECK(inside[8 * 60 + 0] == 1);
}

TEST_CASE("polygons outside the window and empty polygons call nothing") {
    int calls = 0;
    const auto count = [&calls](std::int64_t, std::int64_t, std::int64_t) { ++calls; };
    geo::scan(Polygon{}, even_grid, even_grid.window(), count);
    geo::scan(random_polygon(1, 5), even_grid, {200, 200, 10, 10}, count);
    geo::scan(random_polygon(1, 5), even_grid, {0, 0, 0, 0}, count);
    geo::scan({{{{5, 5}, {7, 9}}}}, even_grid, even_grid.window(), count);
    CHECK(calls == 0);
}
