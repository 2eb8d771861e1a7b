// SPDX-License-Identifier: Apache-2.0
#include "classify_raster/gdal_floor.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <cpl_string.h>
#include <gdal_priv.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/parallel_for.hpp"

namespace mineprint::benchmarks {
namespace {

void check(bool good, const std::string& what) {
    if (!good) {
        throw core::RunError("GDAL failed: " + what);
    }
}

GDALDatasetUniquePtr open(const std::filesystem::path& path) {
    GDALDatasetUniquePtr dataset(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER));
    check(dataset != nullptr, path.string());
    return dataset;
}

/// One row of blocks, all bands.
void read_row_of_blocks(GDALDataset& dataset, int row, std::vector<std::uint16_t>& values) {
    int block_width = 0;
    int block_height = 0;
    dataset.GetRasterBand(1)->GetBlockSize(&block_width, &block_height);
    const int bands = dataset.GetRasterCount();
    values.resize(static_cast<std::size_t>(block_width) * static_cast<std::size_t>(block_height) *
                  static_cast<std::size_t>(bands));
    const int top = row * block_height;
    const int height = std::min(block_height, dataset.GetRasterYSize() - top);
    for (int left = 0; left < dataset.GetRasterXSize(); left += block_width) {
        const int width = std::min(block_width, dataset.GetRasterXSize() - left);
        check(dataset.RasterIO(GF_Read, left, top, width, height, values.data(), width, height,
                               GDT_UInt16, bands, nullptr, 0, 0, 0, nullptr) == CE_None,
              "reading");
    }
}

void read_scene(const std::filesystem::path& scene, int num_threads) {
    const auto probe = open(scene);
    int block_width = 0;
    int block_height = 0;
    probe->GetRasterBand(1)->GetBlockSize(&block_width, &block_height);
    const int rows = (probe->GetRasterYSize() + block_height - 1) / block_height;
    core::parallel_for(0, num_threads, num_threads, [&](std::int64_t thread) {
        const auto dataset = open(scene);
        std::vector<std::uint16_t> values;
        for (auto row = static_cast<int>(thread); row < rows; row += num_threads) {
            read_row_of_blocks(*dataset, row, values);
        }
    });
}

/// A map in memory.
struct Values {
    int width = 0;
    int height = 0;
    std::vector<std::uint16_t> values;
};

Values read_map(const std::filesystem::path& path) {
    const auto dataset = open(path);
    Values map{dataset->GetRasterXSize(), dataset->GetRasterYSize(), {}};
    map.values.resize(static_cast<std::size_t>(map.width) * static_cast<std::size_t>(map.height));
    check(dataset->GetRasterBand(1)->RasterIO(GF_Read, 0, 0, map.width, map.height,
                                              map.values.data(), map.width, map.height, GDT_UInt16,
                                              0, 0, nullptr) == CE_None,
          path.string());
    return map;
}

template <class T>
void write_map(const std::filesystem::path& path, const Values& map, std::span<T> values,
               GDALDataType type) {
    CPLStringList options;
    for (const char* option :
         {"TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=DEFLATE"}) {
        options.AddString(option);
    }
    const GDALDatasetUniquePtr dataset(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
        path.c_str(), map.width, map.height, 1, type, options.List()));
    check(dataset != nullptr, path.string());
    check(
        dataset->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, map.width, map.height, values.data(),
                                            map.width, map.height, type, 0, 0, nullptr) == CE_None,
        path.string());
}

std::vector<std::uint8_t> in_bytes(const Values& map, unsigned divisor) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(map.values.size());
    for (const std::uint16_t value : map.values) {
        bytes.push_back(static_cast<std::uint8_t>(std::min(value / divisor, 255U)));
    }
    return bytes;
}

}  // namespace

Floor gdal_floor(const std::filesystem::path& scene, const FloorMaps& maps,
                 const std::filesystem::path& folder, int num_threads) {
    GDALAllRegister();
    const Values label = read_map(maps.label);
    Values probability = read_map(maps.probability);
    auto label_bytes = in_bytes(label, 1);
    auto probability_bytes = in_bytes(probability, 40);  // 0 … 10 000
    const auto write_both = [&](bool bytes) {
        core::parallel_for(0, 2, num_threads, [&](std::int64_t map) {
            if (map == 0) {
                write_map(folder / "floor_class.tif", label, std::span(label_bytes), GDT_Byte);
            } else if (bytes) {
                write_map(folder / "floor_probability.tif", label, std::span(probability_bytes),
                          GDT_Byte);
            } else {
                write_map(folder / "floor_probability.tif", label, std::span(probability.values),
                          GDT_UInt16);
            }
        });
    };
    Floor floor;
    floor.read = measure([&] { read_scene(scene, num_threads); });
    floor.write = measure([&] { write_both(false); });
    floor.write_in_bytes = measure([&] { write_both(true); });
    return floor;
}

}  // namespace mineprint::benchmarks
