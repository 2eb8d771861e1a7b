// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/place_lattice.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"

namespace mineprint::gdal_io {
namespace {

/// In source pixels. Beyond it too many pixels of a cell would need their exact places.
constexpr double largest_error = 0.02;

/// Collects the source pixel of each target pixel, and the box around all of them.
class IndexCollector {
  public:
    IndexCollector(const geo::Grid& source, const geo::PixelWindow& target_window)
        : source_(source),
          target_(target_window),
          index_(static_cast<std::size_t>(target_window.num_pixels()), -1) {}

    void add(std::int64_t column, std::int64_t row, const Place& place) {
        if (!place.known() || !inside(place)) {
            return;
        }
        const std::int64_t source_column = pixel_index(place.column);
        const std::int64_t source_row = pixel_index(place.row);
        const std::int64_t pixel = (row - target_.row) * target_.width + column - target_.column;
        index_[static_cast<std::size_t>(pixel)] = source_row * source_.width + source_column;
        left_ = std::min(left_, source_column);
        right_ = std::max(right_, source_column);
        top_ = std::min(top_, source_row);
        bottom_ = std::max(bottom_, source_row);
    }

    [[nodiscard]] geo::PixelWindow source_window() const {
        return right_ < left_
                   ? geo::PixelWindow{}
                   : geo::PixelWindow{left_, top_, right_ - left_ + 1, bottom_ - top_ + 1};
    }

    /// The indices, now counted in the source window.
    [[nodiscard]] std::vector<std::int64_t> take_index() {
        const geo::PixelWindow window = source_window();
        for (std::int64_t& index : index_) {
            if (index >= 0) {
                const std::int64_t row = index / source_.width - window.row;
                const std::int64_t column = index % source_.width - window.column;
                index = row * window.width + column;
            }
        }
        return std::move(index_);
    }

  private:
    /// Before the conversion to integers, which a far away place would overflow.
    [[nodiscard]] bool inside(const Place& place) const {
        return place.column >= -border_width && place.row >= -border_width &&
               place.column < static_cast<double>(source_.width) - border_width &&
               place.row < static_cast<double>(source_.height) - border_width;
    }

    const geo::Grid& source_;
    const geo::PixelWindow& target_;
    std::vector<std::int64_t> index_;
    std::int64_t left_ = std::numeric_limits<std::int64_t>::max();
    std::int64_t top_ = std::numeric_limits<std::int64_t>::max();
    std::int64_t right_ = -1;
    std::int64_t bottom_ = -1;
};

}  // namespace

SourceMap::SourceMap(const geo::Grid& source, const geo::Grid& target,
                     const geo::PixelWindow& window)
    : target_window_(window) {
    check_crs(source, target);
    if (window.empty()) {
        return;
    }
    const Locator locator(source, target);
    const auto shift = locator.one_crs() ? whole_shift(source, target) : std::nullopt;
    if (shift) {
        aligned_ = true;
        const geo::PixelWindow shifted{window.column + shift->column, window.row + shift->row,
                                       window.width, window.height};
        // Places in the target window, in terms of the source's numbering.
        target_window_ = shifted;
        source_window_ = geo::intersection(shifted, source.window());
        return;
    }
    IndexCollector collector(source, target_window_);
    const auto collect = [&collector](std::int64_t column, std::int64_t row, const Place& place) {
        collector.add(column, row, place);
    };
    for_each_place(locator, window, largest_error, collect);
    source_window_ = collector.source_window();
    index_ = collector.take_index();
}

template <class T>
raster::Raster<T> SourceMap::apply(const raster::Raster<T>& source, T fill) const {
    if (source.width() != source_window_.width || source.height() != source_window_.height) {
        throw core::RunError(fmt::format(
            "a source window of {} × {} pixels was expected and {} × {} given",
            source_window_.width, source_window_.height, source.width(), source.height()));
    }
    raster::Raster<T> target(target_window_.width, target_window_.height, fill);
    if (!aligned_) {
        for (std::size_t pixel = 0; pixel < index_.size(); ++pixel) {
            if (index_[pixel] >= 0) {
                target[pixel] = source[static_cast<std::size_t>(index_[pixel])];
            }
        }
        return target;
    }
    const std::int64_t first_column = source_window_.column - target_window_.column;
    const std::int64_t first_row = source_window_.row - target_window_.row;
    for (std::int64_t row = 0; row < source.height(); ++row) {
        std::ranges::copy(
            source.row(row),
            target.row(first_row + row).subspan(static_cast<std::size_t>(first_column)).begin());
    }
    return target;
}

template raster::Raster<std::uint8_t> SourceMap::apply(const raster::Raster<std::uint8_t>&,
                                                       std::uint8_t) const;
template raster::Raster<std::uint16_t> SourceMap::apply(const raster::Raster<std::uint16_t>&,
                                                        std::uint16_t) const;
template raster::Raster<std::int16_t> SourceMap::apply(const raster::Raster<std::int16_t>&,
                                                       std::int16_t) const;
template raster::Raster<std::uint32_t> SourceMap::apply(const raster::Raster<std::uint32_t>&,
                                                        std::uint32_t) const;
template raster::Raster<std::int32_t> SourceMap::apply(const raster::Raster<std::int32_t>&,
                                                       std::int32_t) const;
template raster::Raster<float> SourceMap::apply(const raster::Raster<float>&, float) const;
template raster::Raster<double> SourceMap::apply(const raster::Raster<double>&, double) const;

}  // namespace mineprint::gdal_io
