// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/raster_reader.hpp"

#include <cmath>
#include <limits>
#include <type_traits>

#include <fmt/format.h>
#include <gdal_priv.h>

#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/block_reader.hpp"
#include "mineprint/gdal_io/dataset.hpp"
#include "mineprint/gdal_io/library.hpp"
#include "mineprint/gdal_io/pixel_type.hpp"
#include "mineprint/gdal_io/raster_info.hpp"

namespace mineprint::gdal_io {
namespace {

/// A block is decoded as a whole, whatever window is asked for.
constexpr std::int64_t most_block_bytes = std::int64_t{256} << 20;

std::int64_t decoded_block_bytes(GDALDataset& dataset, GDALRasterBand& band) {
    int width = 0;
    int height = 0;
    band.GetBlockSize(&width, &height);
    const int bands = is_pixel_interleaved(dataset) ? dataset.GetRasterCount() : 1;
    return std::int64_t{width} * height * GDALGetDataTypeSizeBytes(band.GetRasterDataType()) *
           bands;
}

}  // namespace

struct RasterReader::State {
    GDALDatasetUniquePtr dataset;
    RasterInfo info;

    /// Throws DataError unless the band is there and the window lies inside the file.
    void check(int band, const geo::PixelWindow& window) const {
        const geo::Grid& grid = info.grid;
        if (band < 1 || band > dataset->GetRasterCount()) {
            throw core::DataError(fmt::format("{}: there is no band {}: it has {}",
                                              info.path.string(), band, dataset->GetRasterCount()));
        }
        if (window.empty() || geo::intersection(window, grid.window()) != window) {
            throw core::DataError(fmt::format(
                "{}: the window of {} × {} pixels at column {}, row {} is not inside its {} × {} "
                "pixels",
                info.path.string(), window.width, window.height, window.column, window.row,
                grid.width, grid.height));
        }
        const std::int64_t bytes = decoded_block_bytes(*dataset, *dataset->GetRasterBand(band));
        if (bytes > most_block_bytes) {
            throw core::DataError(fmt::format(
                "{}, band {}: one block of it takes {} MiB of memory; rewrite it in tiles, for "
                "example gdal_translate -co TILED=YES -co COMPRESS=DEFLATE",
                info.path.string(), band, bytes >> 20));
        }
    }
};

RasterReader::RasterReader(const std::filesystem::path& path) : state_(std::make_unique<State>()) {
    state_->dataset = open_raster(path);
    state_->info = describe(*state_->dataset, path);
}

RasterReader::~RasterReader() = default;
RasterReader::RasterReader(RasterReader&&) noexcept = default;
RasterReader& RasterReader::operator=(RasterReader&&) noexcept = default;

const RasterInfo& RasterReader::info() const noexcept { return state_->info; }

template <class T>
raster::Raster<T> RasterReader::read(int band, const geo::PixelWindow& window) {
    state_->check(band, window);
    const ErrorScope errors;
    GDALRasterBand& source = *state_->dataset->GetRasterBand(band);
    raster::Raster<T> values(window.width, window.height);
    CPLErr result = CE_None;
    if (blocks_are_faster(*state_->dataset, source, pixel_type<T>, window)) {
        result = read_blocks(source, window, values);
    } else {
        result = source.RasterIO(
            GF_Read, core::checked_cast<int>(window.column), core::checked_cast<int>(window.row),
            core::checked_cast<int>(window.width), core::checked_cast<int>(window.height),
            values.values().data(), core::checked_cast<int>(window.width),
            core::checked_cast<int>(window.height), pixel_type<T>, 0, 0, nullptr);
    }
    if (result != CE_None) {
        throw core::DataError(
            fmt::format("{}, band {}: reading {} × {} pixels at column {}, row {} failed: {}",
                        state_->info.path.string(), band, window.width, window.height,
                        window.column, window.row, errors.message()));
    }
    return values;
}

template raster::Raster<std::uint8_t> RasterReader::read(int, const geo::PixelWindow&);
template raster::Raster<std::uint16_t> RasterReader::read(int, const geo::PixelWindow&);
template raster::Raster<std::int16_t> RasterReader::read(int, const geo::PixelWindow&);
template raster::Raster<std::uint32_t> RasterReader::read(int, const geo::PixelWindow&);
template raster::Raster<std::int32_t> RasterReader::read(int, const geo::PixelWindow&);
template raster::Raster<float> RasterReader::read(int, const geo::PixelWindow&);
template raster::Raster<double> RasterReader::read(int, const geo::PixelWindow&);

}  // namespace mineprint::gdal_io
