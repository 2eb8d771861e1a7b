// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/raster_writer.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/geotiff_head.hpp"
#include "mineprint/gdal_io/library.hpp"
#include "mineprint/gdal_io/pixel_type.hpp"

namespace mineprint::gdal_io {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, const char* why) {
    throw core::RunError(fmt::format("{}: cannot be written: {}", path.string(), why));
}

}  // namespace

template <class T>
struct GeoTiffWriter<T>::State {
    State(const std::filesystem::path& target, geo::Grid lattice, std::int64_t size)
        : path(target),
          grid(std::move(lattice)),
          block_size(size),
          block(static_cast<std::size_t>(size * size)),
          file(target) {}

    std::filesystem::path path;
    geo::Grid grid;
    std::int64_t block_size;
    std::vector<T> block;
    core::AtomicFile file;
    GDALDatasetUniquePtr dataset;  ///< the last member: closed before the file goes
};

template <class T>
std::unique_ptr<typename GeoTiffWriter<T>::State> GeoTiffWriter<T>::begin(
    const std::filesystem::path& path, const geo::Grid& grid, std::size_t num_bands,
    const GeoTiffOptions& options) {
    check_geotiff_options(path, options, num_bands, pixel_type<T>);
    initialise();
    auto state = std::make_unique<State>(path, grid, options.block_size);
    const Writing writing(path);
    state->dataset =
        create_geotiff(state->file.temporary(), grid, {num_bands, pixel_type<T>}, options, writing);
    return state;
}

template <class T>
GeoTiffWriter<T>::GeoTiffWriter(const std::filesystem::path& path, const geo::Grid& grid,
                                std::size_t num_bands, const GeoTiffOptions& options)
    : state_(begin(path, grid, num_bands, options)) {}

template <class T>
GeoTiffWriter<T>::~GeoTiffWriter() {
    if (state_ != nullptr) {
        const ErrorScope quiet;  // what was not committed is thrown away
        state_->dataset.reset();
    }
}

template <class T>
GeoTiffWriter<T>::GeoTiffWriter(GeoTiffWriter&&) noexcept = default;

template <class T>
void GeoTiffWriter<T>::write(int band, const geo::PixelWindow& window,
                             const raster::Raster<T>& values) {
    const std::int64_t size = state_->block_size;
    const auto is_edge = [size](std::int64_t place, std::int64_t end) {
        return place % size == 0 || place == end;
    };
    const bool fits = intersection(window, state_->grid.window()) == window &&
                      values.width() == window.width && values.height() == window.height &&
                      window.column % size == 0 && window.row % size == 0 &&
                      is_edge(window.column + window.width, state_->grid.width) &&
                      is_edge(window.row + window.height, state_->grid.height);
    if (!fits || band < 1 || band > state_->dataset->GetRasterCount()) {
        refuse(state_->path, "pixels came that are not whole blocks of its grid and bands");
    }
    const Writing writing(state_->path);
    GDALRasterBand& target = *state_->dataset->GetRasterBand(band);
    for (std::int64_t top = 0; top < window.height; top += size) {
        for (std::int64_t left = 0; left < window.width; left += size) {
            fill_block(values, left, top);
            // Past GDAL's cache, which flushes in an order that other threads influence.
            writing.check(target.WriteBlock(static_cast<int>((window.column + left) / size),
                                            static_cast<int>((window.row + top) / size),
                                            state_->block.data()),
                          "writing pixels");
        }
    }
}

template <class T>
void GeoTiffWriter<T>::fill_block(const raster::Raster<T>& values, std::int64_t left,
                                  std::int64_t top) {
    const std::int64_t size = state_->block_size;
    std::ranges::fill(state_->block, T{});
    const std::int64_t height = std::min(size, values.height() - top);
    const auto width = static_cast<std::size_t>(std::min(size, values.width() - left));
    for (std::int64_t row = 0; row < height; ++row) {
        std::ranges::copy(values.row(top + row).subspan(static_cast<std::size_t>(left), width),
                          state_->block.begin() + row * size);
    }
}

template <class T>
void GeoTiffWriter<T>::commit() {
    {
        const Writing writing(state_->path);
        state_->dataset->FlushCache();
        state_->dataset.reset();  // what does not fit the disk may show only now, as a message
        writing.check(CE_None, "closing the file");
    }
    state_->file.commit();
}

template class GeoTiffWriter<std::uint8_t>;
template class GeoTiffWriter<std::uint16_t>;
template class GeoTiffWriter<std::int16_t>;
template class GeoTiffWriter<float>;

template <class T>
void write_geotiff(const std::filesystem::path& path, const geo::Grid& grid,
                   const std::vector<raster::Raster<T>>& bands, const GeoTiffOptions& options) {
    const bool sizes_agree = std::ranges::all_of(bands, [&grid](const raster::Raster<T>& band) {
        return band.width() == grid.width && band.height() == grid.height;
    });
    if (!sizes_agree || bands.empty()) {
        refuse(path, "its rasters do not have the size of its grid");
    }
    GeoTiffWriter<T> writer(path, grid, bands.size(), options);
    for (std::size_t band = 0; band < bands.size(); ++band) {
        writer.write(static_cast<int>(band + 1), grid.window(), bands[band]);
    }
    writer.commit();
}

template void write_geotiff(const std::filesystem::path&, const geo::Grid&,
                            const std::vector<raster::Raster<std::uint8_t>>&,
                            const GeoTiffOptions&);
template void write_geotiff(const std::filesystem::path&, const geo::Grid&,
                            const std::vector<raster::Raster<std::uint16_t>>&,
                            const GeoTiffOptions&);
template void write_geotiff(const std::filesystem::path&, const geo::Grid&,
                            const std::vector<raster::Raster<std::int16_t>>&,
                            const GeoTiffOptions&);
template void write_geotiff(const std::filesystem::path&, const geo::Grid&,
                            const std::vector<raster::Raster<float>>&, const GeoTiffOptions&);

}  // namespace mineprint::gdal_io
