// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <tuple>

#include "mineprint/change/seams.hpp"
#include "test_main.hpp"
#include "tiled.hpp"

namespace mineprint::change {
namespace {

using Pair = std::tuple<std::int64_t, std::int32_t, std::int64_t, std::int32_t, std::int64_t>;

/// All neighbouring pixels in different tiles, by looking at every pixel of the grid.
std::set<Pair> brute_pairs(const raster::Raster<std::int32_t>& labels, const geo::Tiling& tiling,
                           bool diagonal) {
    std::set<Pair> pairs;
    const auto add = [&](std::int64_t row, std::int64_t column, int dy, int dx, int direction) {
        const std::int64_t y = row + dy;
        const std::int64_t x = column + dx;
        if (y < 0 || x < 0 || x >= labels.width() ||
            tiling.tile_of(column, row) == tiling.tile_of(x, y)) {
            return;
        }
        if (labels(row, column) >= 0 && labels(y, x) >= 0) {
            pairs.insert({tiling.tile_of(column, row), labels(row, column), tiling.tile_of(x, y),
                          labels(y, x), (row * labels.width() + column) * 4 + direction});
        }
    };
    for (std::int64_t row = 0; row < labels.height(); ++row) {
        for (std::int64_t column = 0; column < labels.width(); ++column) {
            add(row, column, -1, 0, 0);
            add(row, column, 0, -1, 3);
            if (diagonal) {
                add(row, column, -1, -1, 1);
                add(row, column, -1, 1, 2);
            }
        }
    }
    return pairs;
}

TEST_CASE("every pair of neighbouring pixels across a seam is met once, with its place") {
    const auto connectivity = GENERATE(Connectivity::four, Connectivity::eight);
    const auto tile_size = GENERATE(1, 2, 3, 5, 8, 40);
    const geo::Tiling tiling(13, 11, tile_size);
    raster::Raster<std::int32_t> labels(13, 11);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        labels[i] = i % 7 == 3 ? no_component : std::int32_t(i * 31 % 5);
    }
    std::vector<TileEdges> edges;
    for (std::int64_t tile = 0; tile < tiling.num_tiles(); ++tile) {
        edges.push_back(edges_of(cut(labels, tiling.window(tile))));
    }
    std::set<Pair> found;
    std::size_t num_calls = 0;
    for_each_seam_pair(
        tiling, 13, [&](std::int64_t tile) -> const TileEdges& { return edges[std::size_t(tile)]; },
        connectivity,
        [&](const SeamPair& pair) {
            ++num_calls;
            found.insert({pair.later.tile, pair.later.label, pair.earlier.tile, pair.earlier.label,
                          pair.key});
        });
    CHECK(found == brute_pairs(labels, tiling, connectivity == Connectivity::eight));
    CHECK(num_calls == found.size());
}

TEST_CASE("edges are runs of equal labels") {
    raster::Raster<std::int32_t> labels(4, 2, 3);
    labels(0, 3) = 9;
    labels(1, 0) = no_component;
    const TileEdges edges = edges_of(labels);
    CHECK(edges.top == std::vector<LabelRun>{{3, 3}, {9, 1}});
    CHECK(edges.bottom == std::vector<LabelRun>{{no_component, 1}, {3, 3}});
    CHECK(edges.left == std::vector<LabelRun>{{3, 1}, {no_component, 1}});
    CHECK(edges.right == std::vector<LabelRun>{{9, 1}, {3, 1}});
}

}  // namespace
}  // namespace mineprint::change
