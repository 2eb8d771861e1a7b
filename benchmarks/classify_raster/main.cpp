// SPDX-License-Identifier: Apache-2.0
// How long a scene takes from GeoTIFF to class and probability maps, beside what GDAL takes to read
// and write them, and how long the forest alone takes. Every figure comes with a check.
//
//   classify_raster TRAIN.tif TRUTH.tif SCENE.tif FOLDER [ROUNDS [TREES [SAMPLES]]]
//
// TRAIN and SCENE: six bands (blue … swir2) of 16 bits, 0 is no data; TRUTH: 1 other, 2 mine.
// benchmarks/peers/make_data.py makes all three.

#include <array>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "classify_raster/gdal_floor.hpp"
#include "classify_raster/scene.hpp"
#include "classify_raster/whole_map.hpp"
#include "measure.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/parallel_for.hpp"
#include "mineprint/forest/engine.hpp"
#include "mineprint/mpi/environment.hpp"
#include "mineprint/training/train.hpp"

namespace {

using namespace mineprint;
using namespace mineprint::benchmarks;

struct Arguments {
    std::string train;
    std::string truth;
    std::string scene;
    std::filesystem::path folder;
    int rounds = 3;
    int trees = 50;
    std::size_t samples = 100000;
};

/// The tile size of the program: what the forest gets at a time.
constexpr std::int64_t tile_size = 1024;
constexpr std::uint8_t target = 1;

forest::Forest grow(const mpi::Communicator& comm, const Arguments& arguments) {
    const auto table = draw_samples(arguments.train, arguments.truth, arguments.samples);
    training::ForestOptions options = training::preset("ranger");
    options.trees = arguments.trees;
    forest::Forest forest;
    const Cost cost = measure([&] { forest = training::train(comm, table, options, 1); });
    std::size_t leaves = 0;
    for (const forest::Tree& tree : forest.trees) {
        leaves += tree.leaf_counts.size() / forest.num_classes();
    }
    fmt::print(
        "forest: {} trees, {} leaves a tree, {} samples, out-of-bag error {:.2f} %, grown "
        "in {:.2f} s of one thread\n",
        forest.trees.size(), leaves / forest.trees.size(), table.size(),
        100 * forest.report.oob_error, cost.cpu_s);
    return forest;
}

std::vector<Window> read_scene(const std::string& path) {
    gdal_io::RasterReader reader(path);
    std::vector<Window> tiles;
    for (const geo::PixelWindow& window : windows_of(reader.info().grid, tile_size)) {
        tiles.push_back(read_window(reader, window));
    }
    return tiles;
}

/// The maps of all tiles.
struct Maps {
    std::vector<std::vector<std::uint8_t>> label;
    std::vector<std::vector<std::uint16_t>> probability;

    explicit Maps(const std::vector<Window>& tiles, bool with_probability) {
        for (const Window& tile : tiles) {
            label.emplace_back(tile.observed.size(), std::uint8_t{255});
            probability.emplace_back(with_probability ? tile.observed.size() : 0);
        }
    }
};

Cost classify(const forest::Engine& engine, const std::vector<Window>& tiles, Maps& maps,
              int num_threads) {
    return measure([&] {
        core::parallel_for(0, static_cast<std::int64_t>(tiles.size()), num_threads,
                           [&](std::int64_t index) {
                               const auto i = static_cast<std::size_t>(index);
                               engine.classify(tiles[i].columns(), tiles[i].observed.values(),
                                               target, maps.label[i], maps.probability[i]);
                           });
    });
}

/// Every 1009th pixel against the plain walk.
void check_by_walking(const forest::Forest& forest, const std::vector<Window>& tiles,
                      const Maps& maps) {
    constexpr std::size_t step = 1009;
    std::size_t num_checked = 0;
    for (std::size_t tile = 0; tile < tiles.size(); ++tile) {
        const auto columns = tiles[tile].columns();
        std::vector<std::size_t> pixels;
        std::vector<float> rows;
        for (std::size_t pixel = 0; pixel < tiles[tile].observed.size(); pixel += step) {
            if (tiles[tile].observed[pixel] != 0) {
                pixels.push_back(pixel);
                for (const auto& column : columns) {
                    rows.push_back(column[pixel]);
                }
            }
        }
        const auto walked = forest::predict_by_walking(forest, rows);
        for (std::size_t i = 0; i < pixels.size(); ++i) {
            const bool same_label = walked.label[i] == maps.label[tile][pixels[i]];
            const bool same_probability =
                maps.probability[tile].empty() ||
                walked.probability[2 * i + target] == maps.probability[tile][pixels[i]];
            if (!same_label || !same_probability) {
                throw core::RunError(
                    fmt::format("tile {}, pixel {} differs from the plain walk", tile, pixels[i]));
            }
        }
        num_checked += pixels.size();
    }
    fmt::print("checked: {} pixels are as the plain walk has them\n", num_checked);
}

void print_model(const char* what, double megapixels, const Cost& cost, int num_threads) {
    fmt::print(
        "model alone, {}, {} thread(s): {:.2f} s wall, {:.2f} s CPU: {:.2f} Mpixel/s per "
        "core\n",
        what, num_threads, cost.wall_s, cost.cpu_s, megapixels / cost.cpu_s);
}

void run_in_memory(const Arguments& arguments, const forest::Forest& forest) {
    const std::vector<Window> tiles = read_scene(arguments.scene);
    double megapixels = 0;
    for (const Window& tile : tiles) {
        for (const std::uint8_t seen : tile.observed.values()) {
            megapixels += 1e-6 * seen;
        }
    }
    const forest::Engine engine(forest);
    Maps both(tiles, true);
    Maps label_only(tiles, false);
    for (const int num_threads : {1, 2}) {
        Cost cost{1e9, 1e9};
        Cost label_cost{1e9, 1e9};
        for (int round = 0; round < arguments.rounds; ++round) {
            cost = least(cost, classify(engine, tiles, both, num_threads));
            label_cost = least(label_cost, classify(engine, tiles, label_only, num_threads));
        }
        print_model("class and probability", megapixels, cost, num_threads);
        print_model("class only", megapixels, label_cost, num_threads);
    }
    check_by_walking(forest, tiles, both);
    if (label_only.label != both.label) {
        throw core::RunError("the class map alone differs from that with a probability map");
    }
}

void run_whole(const mpi::Communicator& comm, const Arguments& arguments,
               const forest::Forest& forest) {
    const WholeMap whole(arguments.folder, arguments.scene, forest);
    for (const int num_threads : {1, 2}) {
        Cost map{1e9, 1e9};
        Floor floor{map, map, map};
        for (int round = 0; round < arguments.rounds; ++round) {
            map = least(map, whole.run(comm, num_threads));
            const Floor own =
                gdal_floor(arguments.scene, whole.maps(), arguments.folder, num_threads);
            floor = {least(floor.read, own.read), least(floor.write, own.write),
                     least(floor.write_in_bytes, own.write_in_bytes)};
        }
        const auto time = [&](const Cost& cost) {
            return num_threads == 1 ? cost.cpu_s : cost.wall_s;
        };
        const double own = time(map);
        const double same = time(floor.read) + time(floor.write);
        const double bytes = time(floor.read) + time(floor.write_in_bytes);
        fmt::print(
            "whole map, {} thread(s): {:.2f} s ({}; {:.2f} s wall); floor: read {:.2f} s, write "
            "{:.2f} s ({:.2f} s with a byte of probability); ratio {:.2f} ({:.2f})\n",
            num_threads, own, num_threads == 1 ? "CPU" : "wall", map.wall_s, time(floor.read),
            time(floor.write), time(floor.write_in_bytes), own / same, own / bytes);
    }
}

Arguments parse(const std::vector<std::string>& words) {
    if (words.size() < 4) {
        throw core::UsageError(
            "usage: classify_raster TRAIN.tif TRUTH.tif SCENE.tif FOLDER [ROUNDS [TREES "
            "[SAMPLES]]]");
    }
    Arguments arguments{words[0], words[1], words[2], words[3]};
    arguments.rounds = words.size() > 4 ? std::stoi(words[4]) : arguments.rounds;
    arguments.trees = words.size() > 5 ? std::stoi(words[5]) : arguments.trees;
    arguments.samples = words.size() > 6 ? std::stoul(words[6]) : arguments.samples;
    return arguments;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const mpi::Environment environment(argc, argv);
        const Arguments arguments = parse({argv + 1, argv + argc});
        const forest::Forest forest = grow(environment.world(), arguments);
        run_in_memory(arguments, forest);
        run_whole(environment.world(), arguments, forest);
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return EXIT_FAILURE;
    }
}
