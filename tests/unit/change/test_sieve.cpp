// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>

#include "mineprint/change/sieve.hpp"
#include "test_main.hpp"
#include "tiled.hpp"

namespace mineprint::change {
namespace {

/// The sieve of a whole map, written down as its definition says: the twin of the tiled one.
Classes sieve_whole(const Classes& map, const std::vector<std::int64_t>& areas,
                    const SieveOptions& options) {
    const Components parts = flood_fill(map, options.connectivity, areas);
    std::vector<std::map<std::int32_t, std::int64_t>> met(parts.list.size());
    std::int64_t when = 0;
    const auto meet = [&](std::int64_t y, std::int64_t x, std::int64_t dy, std::int64_t dx) {
        ++when;
        if (y + dy < 0 || x + dx < 0 || x + dx >= map.width()) {
            return;
        }
        const std::int32_t a = parts.labels(y, x);
        const std::int32_t b = parts.labels(y + dy, x + dx);
        if (a != b && a >= 0 && b >= 0) {
            met[std::size_t(a)].emplace(b, when);
            met[std::size_t(b)].emplace(a, when);
        }
    };
    for (std::int64_t y = 0; y < map.height(); ++y) {
        for (std::int64_t x = 0; x < map.width(); ++x) {
            meet(y, x, -1, 0);
            if (options.connectivity == Connectivity::eight) {
                meet(y, x, -1, -1);
                meet(y, x, -1, 1);
            }
            meet(y, x, 0, -1);
        }
    }
    const auto large = [&](std::int32_t label) {
        return parts.list[std::size_t(label)].area_mm2 >= options.minimum_area_mm2;
    };
    Classes sieved = map;
    for (std::size_t pixel = 0; pixel < map.size(); ++pixel) {
        std::int32_t label = parts.labels[pixel];
        std::set<std::int32_t> visited;
        while (label >= 0 && !large(label) && visited.insert(label).second) {
            std::int32_t best = no_component;
            std::int64_t best_when = 0;
            for (const auto& [other, first_met] : met[std::size_t(label)]) {
                const std::int64_t more = best < 0 ? 1
                                                   : parts.list[std::size_t(other)].num_pixels -
                                                         parts.list[std::size_t(best)].num_pixels;
                if (more > 0 || (more == 0 && first_met < best_when)) {
                    best = other;
                    best_when = first_met;
                }
            }
            label = best;
        }
        if (label >= 0 && large(label)) {
            sieved[pixel] = parts.list[std::size_t(label)].value;
        }
    }
    return sieved;
}

struct Tiled {
    Classes map;
    std::size_t num_told = 0;  ///< components the tiles told of
};

Tiled sieve_tiled(const Classes& map, const std::vector<std::int64_t>& areas,
                  std::int64_t tile_size, const SieveOptions& options) {
    const geo::Tiling tiling(map.width(), map.height(), tile_size);
    raster::Raster<std::int64_t> area_map(map.width(), map.height());
    std::copy(areas.begin(), areas.end(), area_map.values().begin());
    std::vector<TileSieve> sieves;
    std::vector<OpenSieve> open;
    Tiled result{map, 0};
    for (std::int64_t tile = 0; tile < tiling.num_tiles(); ++tile) {
        const auto window = tiling.window(tile);
        const auto tile_areas = cut(area_map, window);
        sieves.emplace_back(cut(map, window), 255, WindowPlace{window, map.width()},
                            tile_areas.values(), options);
        open.push_back(sieves.back().open_part());
        result.num_told += open.back().nodes.size();
    }
    const auto decisions = decide_open(tiling, map.width(), open, options);
    for (std::int64_t tile = 0; tile < tiling.num_tiles(); ++tile) {
        std::vector<TileSieve::Decision> own;
        for (const SieveDecision& decision : decisions) {
            if (decision.tile == tile) {
                own.push_back({decision.label, decision.value});
            }
        }
        Classes part = cut(map, tiling.window(tile));
        sieves[std::size_t(tile)].apply(own, part);
        paste(part, tiling.window(tile), result.map);
    }
    return result;
}

TEST_CASE("the sieve of tiles is the sieve of the whole map, for every tiling") {
    const auto connectivity = GENERATE(Connectivity::four, Connectivity::eight);
    const auto num_classes = GENERATE(2, 4);
    const auto minimum = GENERATE(2, 6, 25);
    const auto seed = GENERATE(11U, 12U);
    const Classes map = patchy_map(61, 47, num_classes, seed);
    const std::vector<std::int64_t> areas(map.size(), 100);
    const SieveOptions options{minimum * 100, connectivity};
    const Classes expected = sieve_whole(map, areas, options);
    CHECK(!(expected == map));
    for (const std::int64_t tile_size : {1, 4, 7, 16, 50, 100}) {
        CAPTURE(tile_size);
        CHECK(sieve_tiled(map, areas, tile_size, options).map == expected);
    }
}

TEST_CASE("sizes are areas: the same patch stays where pixels are larger") {
    Classes map(12, 8, 0);
    map(1, 1) = map(1, 2) = 1;
    map(6, 9) = map(6, 10) = 1;
    std::vector<std::int64_t> areas(map.size(), 100);
    std::fill(areas.begin() + 48, areas.end(), 101);
    const SieveOptions options{201, Connectivity::four};
    for (const std::int64_t tile_size : {2, 3, 12}) {
        const Classes sieved = sieve_tiled(map, areas, tile_size, options).map;
        CHECK(sieved(1, 1) == 0);
        CHECK(sieved(6, 10) == 1);
        CHECK(sieved == sieve_whole(map, areas, options));
    }
}

TEST_CASE("unobserved pixels neither change nor take part") {
    Classes map(6, 6, 255);
    map(2, 2) = 1;  // no neighbour with a class: stays
    map(5, 0) = map(5, 1) = map(5, 2) = map(4, 0) = 2;
    map(4, 1) = 3;
    const std::vector<std::int64_t> areas(36, 1);
    const Classes sieved = sieve_tiled(map, areas, 3, {3, Connectivity::eight}).map;
    CHECK(sieved(2, 2) == 1);
    CHECK(sieved(4, 1) == 2);
    CHECK(std::count(sieved.values().begin(), sieved.values().end(), 255) == 36 - 6);
}

TEST_CASE("components inside a tile are decided there") {
    Classes map(64, 64, 0);
    for (std::int64_t i = 2; i < 62; i += 4) {
        map(i, i) = 1;  // 15 specks, of which two lie on the seams of 32-tiles or beside them
    }
    const std::vector<std::int64_t> areas(map.size(), 1);
    const Tiled tiled = sieve_tiled(map, areas, 32, {5, Connectivity::eight});
    CHECK(tiled.map == Classes(64, 64, 0));
    CHECK(tiled.num_told == 4);  // the background of each tile
}

}  // namespace
}  // namespace mineprint::change
