// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/core/random.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "mineprint/report/overview.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint;
using raster::Raster;
using report::Cells;
using report::MapFiles;

namespace {

constexpr std::int64_t width = 37;
constexpr std::int64_t height = 530;  // more than two strips
constexpr std::uint8_t target = 1;

geo::Grid small_grid() { return {"", 0, 0, 30, 30, width, height}; }

std::vector<Raster<std::uint8_t>> random_maps(std::size_t num_epochs) {
    std::vector<Raster<std::uint8_t>> maps;
    std::uint64_t state = 88172645463325252ULL;  // xorshift
    for (std::size_t epoch = 0; epoch < num_epochs; ++epoch) {
        Raster<std::uint8_t> map(width, height);
        for (std::size_t pixel = 0; pixel < map.size(); ++pixel) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            const auto draw = state % 10;
            map[pixel] = draw < 4 ? target : draw < 9 ? std::uint8_t{0} : report::no_class;
        }
        maps.push_back(std::move(map));
    }
    return maps;
}

MapFiles written(const std::vector<Raster<std::uint8_t>>& maps, const ScratchFolder& folder) {
    MapFiles files;
    files.grid = small_grid();
    files.target = target;
    for (std::size_t value = 0; value < 256; ++value) {
        files.class_of[value] = value < 2 ? static_cast<std::uint8_t>(value) : report::no_class;
    }
    for (std::size_t epoch = 0; epoch < maps.size(); ++epoch) {
        files.epochs.push_back(std::to_string(epoch));
        files.classes.push_back(folder.path() / (files.epochs.back() + ".tif"));
        gdal_io::write_geotiff<std::uint8_t>(files.classes.back(), files.grid, {maps[epoch]}, {});
    }
    return files;
}

/// The state of one cell as its definition says, pixel by pixel.
int expected_state(const std::vector<Raster<std::uint8_t>>& maps, std::size_t epoch,
                   const geo::PixelWindow& w) {
    std::vector<int> by_first(maps.size());
    int covered = 0;
    int gone = 0;
    int all = 0;
    for (std::int64_t row = w.row; row < w.row + w.height; ++row) {
        for (std::int64_t column = w.column; column < w.column + w.width; ++column) {
            ++all;
            std::size_t first = 0;
            while (first <= epoch && maps[first](row, column) != target) {
                ++first;
            }
            if (maps[epoch](row, column) == target) {
                ++covered;
                ++by_first[first];
            } else if (first < epoch && maps[epoch](row, column) == 0) {
                ++gone;
            }
        }
    }
    const auto level = [all](int number) {
        const double share = static_cast<double>(number) / all;
        return share <= 1.0 / 16 ? 0 : share <= 0.25 ? 1 : share <= 0.5 ? 2 : 3;
    };
    if (covered > 0) {
        const auto best = std::max_element(by_first.begin(), by_first.end()) - by_first.begin();
        return 1 + static_cast<int>(best) * 4 + level(covered);
    }
    return gone > 0 ? 1 + static_cast<int>(maps.size()) * 4 + level(gone) : 0;
}

}  // namespace

TEST_CASE("cells cover the grid and are no smaller than need be", "[overview]") {
    geo::Grid grid{"", 0, 0, 1, 1, 1201, 10};
    CHECK(report::cells_of(grid, 1200).factor == 2);
    CHECK(report::cells_of(grid, 1200).width == 601);
    CHECK(report::cells_of(grid, 1200).height == 5);
    CHECK(report::cells_of(grid, 1201).factor == 1);
}

TEST_CASE("the state of every cell, for any number of threads", "[overview]") {
    const ScratchFolder folder;
    const auto maps = random_maps(3);
    const MapFiles files = written(maps, folder);
    for (const std::int64_t factor : {1, 3, 8}) {
        const Cells cells{factor, (width + factor - 1) / factor, (height + factor - 1) / factor};
        const auto one = report::expansion(files, cells, 1);
        const auto three = report::expansion(files, cells, 3);
        REQUIRE(one.states == three.states);
        REQUIRE(one.unobserved == three.unobserved);
        std::int64_t num_wrong = 0;
        for (std::size_t epoch = 0; epoch < maps.size(); ++epoch) {
            for (std::int64_t row = 0; row < cells.height; ++row) {
                for (std::int64_t column = 0; column < cells.width; ++column) {
                    const auto window = intersection(
                        {column * factor, row * factor, factor, factor}, files.grid.window());
                    num_wrong +=
                        one.states[epoch](row, column) != expected_state(maps, epoch, window);
                }
            }
        }
        CHECK(num_wrong == 0);
    }
}

TEST_CASE("a palette has a colour for every state", "[overview]") {
    CHECK(report::expansion_palette(3).size() == 1 + 4 * 4);
    CHECK(report::expansion_palette(report::most_epochs).size() <= 256);
    CHECK(report::expansion_palette(3)[0][3] == 0);
    CHECK(report::epoch_colours(2) == std::vector<std::string>{"#0d0887", "#f8ce29"});
}

TEST_CASE("means of cells leave out what has no value", "[overview]") {
    const ScratchFolder folder;
    Raster<float> band(5, 3);
    for (std::size_t pixel = 0; pixel < band.size(); ++pixel) {
        band[pixel] = static_cast<float>(pixel);
    }
    band[0] = std::numeric_limits<float>::quiet_NaN();
    band[4] = -9;
    gdal_io::GeoTiffOptions options;
    options.nodata = -9;
    options.scale = 0.5;
    const auto path = folder.path() / "band.tif";
    gdal_io::write_geotiff<float>(path, {"", 0, 0, 1, 1, 5, 3}, {band}, options);
    const auto means = report::cell_means(path, 1, {2, 3, 2}, 2);
    CHECK(means(0, 0) == Approx(0.5 * (1 + 5 + 6) / 3.0));
    CHECK(means(0, 2) == Approx(0.5 * 9));
    CHECK(means(1, 1) == Approx(0.5 * (12 + 13) / 2.0));
}
