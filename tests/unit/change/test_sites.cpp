// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mineprint/change/sites.hpp"
#include "test_main.hpp"
#include "tiled.hpp"

namespace mineprint::change {
namespace {

/// Maps of three epochs with zones and known mines, cut into tiles and put together again.
struct Scene {
    std::vector<Classes> epochs;
    raster::Raster<std::int32_t> zones;
    raster::Mask known;
    raster::Raster<std::int64_t> areas;

    explicit Scene(unsigned seed) : zones(45, 33), known(45, 33), areas(45, 33) {
        for (unsigned i = 0; i < 3; ++i) {
            epochs.push_back(patchy_map(45, 33, 5, seed * 10 + i));
        }
        for (std::int64_t row = 0; row < 33; ++row) {
            for (std::int64_t column = 0; column < 45; ++column) {
                zones(row, column) = column < 17 ? 0 : row < 20 ? 1 : -1;
                known(row, column) = row == 8 && column % 9 == 0;
                areas(row, column) = 1000 + row * 45 + column;
            }
        }
    }

    [[nodiscard]] std::vector<Site> find(std::int64_t tile_size, Connectivity connectivity) const {
        const geo::Tiling tiling(45, 33, tile_size);
        std::vector<SiteTile> tiles;
        for (std::int64_t tile = 0; tile < tiling.num_tiles(); ++tile) {
            const auto window = tiling.window(tile);
            std::vector<Classes> parts;
            for (const Classes& epoch : epochs) {
                parts.push_back(cut(epoch, window));
            }
            const std::vector<raster::Raster<std::int32_t>> layers{cut(zones, window)};
            const auto tile_known = cut(known, window);
            const auto tile_areas = cut(areas, window);
            SiteSearch search;
            search.place = {window, 45};
            search.epochs = parts;
            search.target = 2;
            search.area_mm2 = tile_areas.values();
            search.connectivity = connectivity;
            search.zones = layers;
            search.known = &tile_known;
            tiles.push_back(find_parts(search));
        }
        return join_sites(tiling, 45, tiles, connectivity);
    }
};

TEST_CASE("sites are those of the whole map, for every tiling") {
    const auto connectivity = GENERATE(Connectivity::four, Connectivity::eight);
    const auto seed = GENERATE(1U, 2U);
    const Scene scene(seed);
    Classes mask(45, 33, 255);
    for (const Classes& epoch : scene.epochs) {
        for (std::size_t pixel = 0; pixel < mask.size(); ++pixel) {
            mask[pixel] = epoch[pixel] == 2 ? std::uint8_t{1} : mask[pixel];
        }
    }
    const std::vector<std::int64_t> areas(scene.areas.values().begin(), scene.areas.values().end());
    const Components expected = flood_fill(mask, connectivity, areas);
    const auto whole = scene.find(45, connectivity);
    REQUIRE(whole.size() == expected.list.size());
    REQUIRE(whole.size() > 5);
    std::vector<Site> sums(whole.size());
    for (std::size_t pixel = 0; pixel < mask.size(); ++pixel) {
        if (expected.labels[pixel] < 0) {
            continue;
        }
        Site& site = sums[std::size_t(expected.labels[pixel])];
        site.target_mm2.resize(3);
        site.unobserved_mm2.resize(3);
        for (std::size_t epoch = 0; epoch < 3; ++epoch) {
            site.target_mm2[epoch] += scene.epochs[epoch][pixel] == 2 ? areas[pixel] : 0;
            site.unobserved_mm2[epoch] += scene.epochs[epoch][pixel] == 255 ? areas[pixel] : 0;
        }
        const std::uint8_t first = scene.epochs[0][pixel];
        const std::uint8_t last = scene.epochs[2][pixel];
        if (first != 255 && last != 255) {
            site.ends_mm2[0] += first == 2 ? areas[pixel] : 0;
            site.ends_mm2[1] += last == 2 ? areas[pixel] : 0;
        }
        site.touches_known |= scene.known[pixel] != 0;
    }
    for (std::size_t i = 0; i < whole.size(); ++i) {
        CHECK(whole[i].first_pixel == expected.list[i].first_pixel);
        CHECK(whole[i].num_pixels == expected.list[i].num_pixels);
        CHECK(whole[i].area_mm2 == expected.list[i].area_mm2);
        CHECK(whole[i].target_mm2 == sums[i].target_mm2);
        CHECK(whole[i].unobserved_mm2 == sums[i].unobserved_mm2);
        CHECK(whole[i].ends_mm2 == sums[i].ends_mm2);
        CHECK(whole[i].touches_known == sums[i].touches_known);
        std::int64_t shared = 0;
        for (const SiteShare& share : whole[i].shares) {
            shared += share.area_mm2;
        }
        CHECK(shared == whole[i].area_mm2);
        std::int64_t in_runs = 0;
        for (const PixelRun& run : whole[i].runs) {
            in_runs += run.end - run.begin;
        }
        CHECK(in_runs == whole[i].num_pixels);
    }
    for (const std::int64_t tile_size : {1, 5, 16, 32}) {
        CAPTURE(tile_size);
        CHECK(scene.find(tile_size, connectivity) == whole);
    }
}

}  // namespace
}  // namespace mineprint::change
