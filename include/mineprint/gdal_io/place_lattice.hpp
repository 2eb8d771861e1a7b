// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/spatial_reference.hpp"
#include "mineprint/geo/grid.hpp"

namespace mineprint::gdal_io {

/// Where in the source lattice something lies: column and row numbers, halves are pixel centres.
struct Place {
    double column = 0;
    double row = 0;
    [[nodiscard]] bool known() const { return std::isfinite(column) && std::isfinite(row); }
};

/// A centre this near a border of two source pixels, in pixels, is taken to lie on it, so that
/// lattices shifted by half a pixel do not alternate between neighbours by rounding.
inline constexpr double border_width = 1e-6;

/// The pixel that holds a column or row number.
[[nodiscard]] inline std::int64_t pixel_index(double number) {
    return static_cast<std::int64_t>(std::floor(number + border_width));
}

/// The shift in whole pixels from the target's numbering to the source's, where there is one.
[[nodiscard]] std::optional<geo::PixelWindow> whole_shift(const geo::Grid& source,
                                                          const geo::Grid& target);

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
/// the result is that of exact places, at a hundredth of their cost. Cells begin at multiples of
/// `cell_size` of the *grid*, so that a pixel's place is the same in every window.
class CellLattice {
  public:
    /// `largest_error` in source pixels: beyond it all pixels of a cell get their exact places.
    CellLattice(const Locator& locator, const geo::PixelWindow& window, double largest_error)
        : locator_(locator),
          largest_error_(largest_error),
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
        cell.smooth = column_error < largest_error_ && row_error < largest_error_;
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
    double largest_error_;
    std::int64_t begin_column_;
    std::int64_t begin_row_;
    std::int64_t num_columns_;
    std::int64_t num_rows_;
    std::vector<Place> nodes_;
};

/// Calls `visit(column, row, place)` for each pixel of a window of the target's numbering, with the
/// place of its centre in the source.
template <class Visit>
void for_each_place(const Locator& locator, const geo::PixelWindow& window, double largest_error,
                    Visit&& visit) {
    if (!locator.one_crs()) {
        CellLattice(locator, window, largest_error).for_each(window, visit);
        return;
    }
    for (std::int64_t row = window.row; row < window.row + window.height; ++row) {
        for (std::int64_t column = window.column; column < window.column + window.width; ++column) {
            visit(column, row,
                  locator.exact(static_cast<double>(column) + 0.5, static_cast<double>(row) + 0.5));
        }
    }
}

/// Throws DataError where one of the two has no CRS.
void check_crs(const geo::Grid& source, const geo::Grid& target);

}  // namespace mineprint::gdal_io
