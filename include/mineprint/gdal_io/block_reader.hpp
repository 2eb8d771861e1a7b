// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <gdal_priv.h>

#include "mineprint/geo/grid.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::gdal_io {

/// The block indices that a window touches, as a window of blocks.
[[nodiscard]] geo::PixelWindow blocks_under(GDALRasterBand& band, const geo::PixelWindow& window);

/// True where decoding blocks straight into our own memory saves time over GDAL's block cache: a
/// GeoTIFF whose bands are stored apart, no conversion of type, and a window that uses nearly all
/// of the blocks it touches (what it leaves over is better kept in the cache for its neighbours).
[[nodiscard]] bool blocks_are_faster(GDALDataset& dataset, GDALRasterBand& band,
                                     GDALDataType wanted, const geo::PixelWindow& window);

/// Copies the part of a decoded block that lies in the window.
template <class T>
void copy_block(const std::vector<T>& block, const geo::PixelWindow& place,
                const geo::PixelWindow& window, raster::Raster<T>& values) {
    const geo::PixelWindow shared = geo::intersection(place, window);
    for (std::int64_t row = shared.row; row < shared.row + shared.height; ++row) {
        const auto from =
            block.begin() + (row - place.row) * place.width + (shared.column - place.column);
        const auto to = values.row(row - window.row)
                            .subspan(static_cast<std::size_t>(shared.column - window.column));
        std::copy_n(from, shared.width, to.begin());
    }
}

/// Reads a window block by block. T is the band's own type.
template <class T>
[[nodiscard]] CPLErr read_blocks(GDALRasterBand& band, const geo::PixelWindow& window,
                                 raster::Raster<T>& values) {
    int width = 0;
    int height = 0;
    band.GetBlockSize(&width, &height);
    const geo::PixelWindow blocks = blocks_under(band, window);
    const bool is_one_block =
        window == geo::PixelWindow{blocks.column * width, blocks.row * height, width, height};
    if (is_one_block) {
        return band.ReadBlock(static_cast<int>(blocks.column), static_cast<int>(blocks.row),
                              values.values().data());
    }
    std::vector<T> block(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (std::int64_t y = blocks.row; y < blocks.row + blocks.height; ++y) {
        for (std::int64_t x = blocks.column; x < blocks.column + blocks.width; ++x) {
            const CPLErr result =
                band.ReadBlock(static_cast<int>(x), static_cast<int>(y), block.data());
            if (result != CE_None) {
                return result;
            }
            copy_block(block, {x * width, y * height, width, height}, window, values);
        }
    }
    return CE_None;
}

}  // namespace mineprint::gdal_io
