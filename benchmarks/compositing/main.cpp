// SPDX-License-Identifier: Apache-2.0
// What a median composite costs beside the bare decoding of its input.
//
//   benchmark_compositing [--size PIXELS] [--scenes N] [--threads N] [--repeat N] [--block PIXELS]
//                         [--offsets N]
//
// --offsets 2: every other scene has another offset, as the two baselines of Sentinel-2 have.
// Makes scenes of six bands and a quality layer (UInt16, deflate with predictor, a third under
// clouds), decodes all their blocks with GDAL alone, and composites them as `mineprint map` does,
// with the same threads. Checks the medians of single pixels against a plain loop, prints seconds
// and ratios, and ends with 1 when an answer is wrong.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <unistd.h>

#include <fmt/format.h>

#include "measure.hpp"
#include "mineprint/core/memory.hpp"
#include "mineprint/core/parallel_for.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/dataset.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "mineprint/pipeline/tile_composite.hpp"

using namespace mineprint;
using benchmarks::Cost;
using benchmarks::least;
using benchmarks::measure;
namespace fs = std::filesystem;

namespace {

constexpr std::uint16_t clear_land = 21824;
constexpr std::uint16_t cloud = 22280;
constexpr double scale = 2.75e-5;
constexpr double offset = -0.2;
constexpr std::size_t num_written = 8;  ///< scenes with files of their own; the others share them

struct Settings {
    std::int64_t size = 4096;
    std::size_t num_scenes = 24;
    int num_threads = 2;
    int num_repeats = 3;
    int block_size = 512;
    std::int64_t tile_size = 1024;
    int num_offsets = 1;
};

/// What turns the numbers of a scene's files into reflectance.
double offset_of(const Settings& settings, std::size_t scene) {
    return offset +
           0.1 * static_cast<double>(scene % static_cast<std::size_t>(settings.num_offsets));
}

using Stored = raster::Raster<std::uint16_t>;

const std::vector<std::string>& layers() {
    static const std::vector<std::string> names{"blue",  "green", "red",    "nir",
                                                "swir1", "swir2", "quality"};
    return names;
}

/// A landscape with noise, or squares of cloud.
Stored layer_values(std::int64_t size, std::size_t scene, std::size_t layer) {
    std::mt19937 generator(static_cast<unsigned>(scene * 100 + layer));
    std::normal_distribution<float> noise(0, 60);
    Stored values(size, size);
    const bool is_quality = layer + 1 == layers().size();
    for (std::int64_t row = 0; row < size; ++row) {
        for (std::int64_t column = 0; column < size; ++column) {
            const auto cell =
                static_cast<std::uint32_t>((row / 96) * 7919 + (column / 96) * 104729);
            const std::uint32_t mixed =
                (cell + static_cast<std::uint32_t>(scene) * 977) * 2654435761U;
            const float land = 11000 + 2500 * std::sin(static_cast<float>(row) / 83) +
                               2500 * std::cos(static_cast<float>(column) / 61);
            values(row, column) = is_quality ? ((mixed >> 16) % 3 == 0 ? cloud : clear_land)
                                             : static_cast<std::uint16_t>(land + noise(generator));
        }
    }
    return values;
}

/// The scenes of one epoch on one grid, in files that go with it.
class Archive {
  public:
    explicit Archive(const Settings& settings)
        : settings_(settings),
          folder_(fs::temp_directory_path() / fmt::format("mineprint_compositing_{}", getpid())) {
        fs::create_directories(folder_);
        grid_ = {gdal_io::crs_to_wkt("EPSG:32647"),
                 300000,
                 2900000,
                 30,
                 30,
                 settings.size,
                 settings.size};
        for (std::size_t scene = 0; scene < std::min(num_written, settings.num_scenes); ++scene) {
            for (std::size_t layer = 0; layer < layers().size(); ++layer) {
                write(scene, layer);
            }
        }
        make_region();
    }
    ~Archive() { fs::remove_all(folder_); }
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;

    [[nodiscard]] const pipeline::Region& region() const { return region_; }
    [[nodiscard]] fs::path path(std::size_t scene, std::size_t layer) const {
        return folder_ / fmt::format("{}_{}.tif", scene % num_written, layers()[layer]);
    }

  private:
    void write(std::size_t scene, std::size_t layer) const {
        gdal_io::GeoTiffOptions options;
        options.block_size = settings_.block_size;
        gdal_io::write_geotiff<std::uint16_t>(
            path(scene, layer), grid_, {layer_values(settings_.size, scene, layer)}, options);
    }

    void make_region() {
        job_.name = "benchmark";
        job_.epochs = {{"2020", core::Date::parse("2020-01-01"), core::Date::parse("2020-12-31")}};
        region_.job = &job_;
        region_.grid = grid_;
        region_.tiling = geo::Tiling(settings_.size, settings_.size, settings_.tile_size);
        region_.input_bands.assign(layers().begin(), layers().end() - 1);
        region_.epoch_scenes.resize(1);
        region_.epoch_extents.resize(1);
        for (std::size_t number = 0; number < settings_.num_scenes; ++number) {
            archive::Scene scene;
            scene.id = fmt::format("scene {:03}", number);
            scene.sensor = archive::Sensor::oli;
            scene.date = job_.epochs[0].begin;
            scene.grid = grid_;
            for (std::size_t band = 0; band + 1 < layers().size(); ++band) {
                scene.bands.push_back({layers()[band], path(number, band), 1, scale,
                                       offset_of(settings_, number), 0});
            }
            scene.quality = {
                {archive::QualityKind::landsat_pixel, path(number, layers().size() - 1)}};
            region_.catalogue.scenes.push_back(std::move(scene));
            region_.epoch_scenes[0].push_back(number);
            region_.epoch_extents[0].push_back(grid_.extent());
        }
    }

    const Settings& settings_;
    fs::path folder_;
    geo::Grid grid_;
    pipeline::RegionJob job_;
    pipeline::Region region_;
};

/// Every block of every layer of every scene under a tile, past GDAL's cache.
void decode_tile(const Archive& archive, std::int64_t tile,
                 std::map<fs::path, GDALDatasetUniquePtr>& open_files) {
    const auto& region = archive.region();
    const geo::PixelWindow window = region.tiling.window(tile);
    std::vector<std::uint16_t> block;
    for (std::size_t scene = 0; scene < region.catalogue.scenes.size(); ++scene) {
        for (std::size_t layer = 0; layer < layers().size(); ++layer) {
            auto& file = open_files[archive.path(scene, layer)];
            if (file == nullptr) {
                file = gdal_io::open_raster(archive.path(scene, layer));
            }
            GDALRasterBand& band = *file->GetRasterBand(1);
            int width = 0;
            int height = 0;
            band.GetBlockSize(&width, &height);
            block.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
            for (auto y = window.row / height; y * height < window.row + window.height; ++y) {
                for (auto x = window.column / width; x * width < window.column + window.width;
                     ++x) {
                    if (band.ReadBlock(static_cast<int>(x), static_cast<int>(y), block.data()) !=
                        CE_None) {
                        throw std::runtime_error("a block cannot be read");
                    }
                }
            }
        }
    }
}

Cost decode_all(const Archive& archive, const Settings& settings) {
    std::vector<std::map<fs::path, GDALDatasetUniquePtr>> open_files(
        static_cast<std::size_t>(settings.num_threads));
    return measure([&] {
        const std::int64_t num_tiles = archive.region().tiling.num_tiles();
        core::parallel_for(0, settings.num_threads, settings.num_threads, [&](std::int64_t thread) {
            for (std::int64_t tile = thread; tile < num_tiles; tile += settings.num_threads) {
                decode_tile(archive, tile, open_files[static_cast<std::size_t>(thread)]);
            }
        });
    });
}

Cost composite_all(const Archive& archive, const Settings& settings,
                   std::vector<pipeline::TileComposite>& made) {
    const auto& region = archive.region();
    const std::int64_t num_tiles = region.tiling.num_tiles();
    return measure([&] {
        core::parallel_for(0, settings.num_threads, settings.num_threads, [&](std::int64_t thread) {
            for (std::int64_t tile = thread; tile < num_tiles; tile += settings.num_threads) {
                auto one = pipeline::composite_window(region, 0, region.tiling.window(tile),
                                                      region.tiling.id(tile).name());
                if (tile == 0 || tile == num_tiles - 1) {
                    made[static_cast<std::size_t>(tile)] = std::move(one);
                }
            }
        });
    });
}

/// Wrong pixels of a tile among some, by the definition of the median.
std::int64_t count_wrong(const Archive& archive, const Settings& settings, std::int64_t tile,
                         const pipeline::TileComposite& made) {
    const auto& region = archive.region();
    const geo::PixelWindow window = region.tiling.window(tile);
    std::vector<std::vector<Stored>> written;
    const std::size_t num_files = std::min(num_written, region.catalogue.scenes.size());
    for (std::size_t scene = 0; scene < num_files; ++scene) {
        std::vector<Stored> bands;
        for (std::size_t layer = 0; layer < layers().size(); ++layer) {
            gdal_io::RasterReader reader(archive.path(scene, layer));
            bands.push_back(reader.read<std::uint16_t>(1, window));
        }
        written.push_back(std::move(bands));
    }
    std::int64_t wrong = 0;
    for (std::size_t pixel = 0; pixel < written[0][0].size(); pixel += 997) {
        for (std::size_t band = 0; band + 1 < layers().size(); ++band) {
            std::vector<float> values;
            for (std::size_t scene = 0; scene < region.catalogue.scenes.size(); ++scene) {
                const auto& own = written[scene % num_written];
                if (own.back()[pixel] == clear_land) {
                    values.push_back(
                        static_cast<float>(own[band][pixel] * scale + offset_of(settings, scene)));
                }
            }
            std::sort(values.begin(), values.end());
            const float found = made.composite.reflectance.bands[band][pixel];
            const float expected =
                values.empty()
                    ? 0
                    : (values[(values.size() - 1) / 2] + values[values.size() / 2]) * 0.5F;
            wrong += values.empty() ? !std::isnan(found) : found != expected;
        }
    }
    return wrong;
}

Settings parse(int argc, char** argv) {
    Settings settings;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        const std::int64_t value = std::atoll(argv[i + 1]);
        if (name == "--size") {
            settings.size = value;
        } else if (name == "--scenes") {
            settings.num_scenes = static_cast<std::size_t>(value);
        } else if (name == "--threads") {
            settings.num_threads = static_cast<int>(value);
        } else if (name == "--repeat") {
            settings.num_repeats = static_cast<int>(value);
        } else if (name == "--block") {
            settings.block_size = static_cast<int>(value);
        } else if (name == "--offsets" && value > 0) {
            settings.num_offsets = static_cast<int>(value);
        } else {
            throw std::runtime_error("unknown option " + name);
        }
    }
    return settings;
}

}  // namespace

int main(int argc, char** argv) {
    core::keep_freed_memory();
    const Settings settings = parse(argc, argv);
    const Archive archive(settings);
    std::vector<pipeline::TileComposite> made(
        static_cast<std::size_t>(archive.region().tiling.num_tiles()));
    Cost decode = decode_all(archive, settings);
    Cost composite = composite_all(archive, settings, made);
    for (int repeat = 1; repeat < settings.num_repeats; ++repeat) {
        decode = least(decode, decode_all(archive, settings));
        composite = least(composite, composite_all(archive, settings, made));
    }
    const std::int64_t wrong =
        count_wrong(archive, settings, 0, made.front()) +
        count_wrong(archive, settings, static_cast<std::int64_t>(made.size()) - 1, made.back());
    fmt::print("median of {} scenes, 6 bands + quality, {} x {} pixels, {} threads\n",
               settings.num_scenes, settings.size, settings.size, settings.num_threads);
    fmt::print("decode      {:8.2f} s CPU {:8.2f} s wall\n", decode.cpu_s, decode.wall_s);
    fmt::print("composite   {:8.2f} s CPU {:8.2f} s wall\n", composite.cpu_s, composite.wall_s);
    fmt::print("ratio       {:8.3f}       {:8.3f}\n", composite.cpu_s / decode.cpu_s,
               composite.wall_s / decode.wall_s);
    fmt::print("answers     {}\n", wrong == 0 ? "right" : fmt::format("{} WRONG", wrong));
    return wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
