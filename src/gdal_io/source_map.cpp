// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/gdal_io/spatial_reference.hpp"

namespace mineprint::gdal_io {
namespace {

/// Where in the source lattice something lies: column and row numbers, halves are pixel centres.
struct Place {
    double column = 0;
    double row = 0;
    [[nodiscard]] bool known() const { return std::isfinite(column) && std::isfinite(row); }
};

/// A centre this near a border of two source pixels, in pixels, is taken to lie on it, so that
/// lattices shifted by half a pixel do not alternate between neighbours by rounding.
constexpr double border_width = 1e-6;

std::int64_t pixel_index(double number) {
    return static_cast<std::int64_t>(std::floor(number + border_width));
}

/// The shift in whole pixels from the target's numbering to the source's, where there is one.
std::optional<geo::PixelWindow> whole_shift(const geo::Grid& source, const geo::Grid& target) {
    const auto near = [](double a, double b) { return std::abs(a - b) <= 1e-9 * std::abs(b); };
    if (!near(source.pixel_width, target.pixel_width) ||
        !near(source.pixel_height, target.pixel_height)) {
        return std::nullopt;
    }
    const double column = source.column_at(target.origin_x);
    const double row = source.row_at(target.origin_y);
    if (std::abs(column - std::round(column)) > 1e-6 || std::abs(row - std::round(row)) > 1e-6) {
        return std::nullopt;
    }
    return geo::PixelWindow{std::llround(column), std::llround(row), 0, 0};
}

/// Places in the source of any pixel of the target.
class Locator {
  public:
    Locator(const geo::Grid& source, const geo::Grid& target) : source_(source), target_(target) {
        if (!same_crs(source.crs_wkt, target.crs_wkt)) {
            change_.emplace(spatial_reference(target.crs_wkt), spatial_reference(source.crs_wkt));
        }
    }
    [[nodiscard]] bool one_crs() const { return !change_; }
    /// Column and row numbers of the target to those of the source.
    [[nodiscard]] Place exact(double column, double row) const {
        geo::Point point{target_.x_at(column), target_.y_at(row)};
        if (change_) {
            point = (*change_)(point);
        }
        return {source_.column_at(point.x), source_.row_at(point.y)};
    }

  private:
    const geo::Grid& source_;
    const geo::Grid& target_;
    std::optional<PointTransform> change_;
};

/// Target pixels in squares ("cells") whose corners are transformed exactly, and what lies inside
/// by bilinear interpolation, unless that could tell another source pixel than the exact place:
/// the result is that of exact places, at a hundredth of their cost. Cells begin at multiples of `cell_size` of the *grid*, so that a
/// pixel's place is the same in every window.
class CellLattice {
  public:
    CellLattice(const Locator& locator, const geo::PixelWindow& window)
        : locator_(locator),
          begin_column_(cell_of(window.column)),
          begin_row_(cell_of(window.row)),
          num_columns_(cell_of(window.column + window.width - 1) - begin_column_ + 1),
          num_rows_(cell_of(window.row + window.height - 1) - begin_row_ + 1) {
        for (std::int64_t row = 0; row <= num_rows_; ++row) {
            for (std::int64_t column = 0; column <= num_columns_; ++column) {
                nodes_.push_back(locator.exact(first_pixel(begin_column_ + column),
                                               first_pixel(begin_row_ + row)));
            }
        }
    }

    /// Calls `visit(column, row, place)` for each pixel of the window.
    template <class Visit>
    void for_each(const geo::PixelWindow& window, Visit&& visit) const {
        for (std::int64_t y = 0; y < num_rows_; ++y) {
            for (std::int64_t x = 0; x < num_columns_; ++x) {
                const Cell cell = make_cell(x, y);
                const geo::PixelWindow part =
                    geo::intersection(window, {(begin_column_ + x) * cell_size,
                                               (begin_row_ + y) * cell_size, cell_size, cell_size});
                for_each_pixel(part, [&](std::int64_t column, std::int64_t row) {
                    visit(column, row, place_of(cell, column, row));
                });
            }
        }
    }

  private:
    static constexpr std::int64_t cell_size = 16;
    /// In source pixels. Beyond it too many pixels of a cell would need their exact places.
    static constexpr double largest_error = 0.02;
    /// The error is measured in the middle of a cell, where bilinear interpolation errs most.
    static constexpr double error_margin = 2;

    struct Cell {
        double column = 0;  ///< of the upper left corner
        double row = 0;
        Place upper_left;
        Place upper_right;
        Place lower_left;
        Place lower_right;
        double error = 0;      ///< of interpolation, in source pixels, with a margin
        bool smooth = false;   ///< interpolation is good enough away from borders of pixels
        bool nowhere = false;  ///< no part of it has a place in the source's CRS
    };

    static std::int64_t cell_of(std::int64_t pixel) {
        return pixel >= 0 ? pixel / cell_size : -((cell_size - 1 - pixel) / cell_size);
    }
    static double first_pixel(std::int64_t cell) { return static_cast<double>(cell * cell_size); }

    [[nodiscard]] const Place& node(std::int64_t column, std::int64_t row) const {
        return nodes_[static_cast<std::size_t>(row * (num_columns_ + 1) + column)];
    }

    [[nodiscard]] Cell make_cell(std::int64_t x, std::int64_t y) const {
        Cell cell{first_pixel(begin_column_ + x),
                  first_pixel(begin_row_ + y),
                  node(x, y),
                  node(x + 1, y),
                  node(x, y + 1),
                  node(x + 1, y + 1)};
        constexpr double middle = static_cast<double>(cell_size) / 2;
        const Place truth = locator_.exact(cell.column + middle, cell.row + middle);
        const Place guess = interpolated(cell, cell.column + middle, cell.row + middle);
        const double column_error = std::abs(guess.column - truth.column);
        const double row_error = std::abs(guess.row - truth.row);
        // Both comparisons fail where a corner has no place.
        cell.smooth = column_error < largest_error && row_error < largest_error;
        cell.error = error_margin * std::max(column_error, row_error) + border_width;
        cell.nowhere = !truth.known() && !cell.upper_left.known() && !cell.upper_right.known() &&
                       !cell.lower_left.known() && !cell.lower_right.known();
        return cell;
    }

    [[nodiscard]] Place place_of(const Cell& cell, std::int64_t column, std::int64_t row) const {
        const double x = static_cast<double>(column) + 0.5;
        const double y = static_cast<double>(row) + 0.5;
        if (cell.nowhere) {
            return cell.upper_left;
        }
        if (cell.smooth) {
            const Place place = interpolated(cell, x, y);
            if (!near_border(place.column, cell.error) && !near_border(place.row, cell.error)) {
                return place;
            }
        }
        return locator_.exact(x, y);
    }

    static bool near_border(double number, double distance) {
        return std::abs(number + border_width - std::round(number)) <= distance;
    }

    static Place interpolated(const Cell& cell, double column, double row) {
        const double u = (column - cell.column) / static_cast<double>(cell_size);
        const double v = (row - cell.row) / static_cast<double>(cell_size);
        const auto mix = [u, v](double ul, double ur, double ll, double lr) {
            return (1 - v) * ((1 - u) * ul + u * ur) + v * ((1 - u) * ll + u * lr);
        };
        return {mix(cell.upper_left.column, cell.upper_right.column, cell.lower_left.column,
                    cell.lower_right.column),
                mix(cell.upper_left.row, cell.upper_right.row, cell.lower_left.row,
                    cell.lower_right.row)};
    }

    template <class Visit>
    static void for_each_pixel(const geo::PixelWindow& part, Visit&& visit) {
        for (std::int64_t row = part.row; row < part.row + part.height; ++row) {
            for (std::int64_t column = part.column; column < part.column + part.width; ++column) {
                visit(column, row);
            }
        }
    }

    const Locator& locator_;
    std::int64_t begin_column_;
    std::int64_t begin_row_;
    std::int64_t num_columns_;
    std::int64_t num_rows_;
    std::vector<Place> nodes_;
};

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

void check_crs(const geo::Grid& source, const geo::Grid& target) {
    if (source.crs_wkt.empty() || target.crs_wkt.empty()) {
        throw core::DataError(fmt::format(
            "the {} has no CRS, so its pixels cannot be put on the other grid; give it one, for "
            "example with gdal_edit.py -a_srs",
            source.crs_wkt.empty() ? "source raster" : "target grid"));
    }
}

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
    if (locator.one_crs()) {
        for (std::int64_t row = window.row; row < window.row + window.height; ++row) {
            for (std::int64_t column = window.column; column < window.column + window.width;
                 ++column) {
                collect(column, row,
                        locator.exact(static_cast<double>(column) + 0.5,
                                      static_cast<double>(row) + 0.5));
            }
        }
    } else {
        CellLattice(locator, window).for_each(window, collect);
    }
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
