// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/dilation.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

namespace mineprint::archive {
namespace {

constexpr double forgiven = 1e-9;  // 90 m are three pixels of 30 m, whatever the division says

constexpr std::int64_t far_away = std::numeric_limits<std::int32_t>::max();

/// Columns to the nearest pixel of the row that is set.
raster::Raster<std::int32_t> distances_in_rows(const raster::Mask& mask) {
    raster::Raster<std::int32_t> distance(mask.width(), mask.height());
    for (std::int64_t row = 0; row < mask.height(); ++row) {
        std::int64_t from_set = far_away;
        for (std::int64_t column = 0; column < mask.width(); ++column) {
            from_set = mask(row, column) != 0 ? 0 : std::min(far_away, from_set + 1);
            distance(row, column) = static_cast<std::int32_t>(from_set);
        }
        from_set = far_away;
        for (std::int64_t column = mask.width() - 1; column >= 0; --column) {
            from_set = mask(row, column) != 0 ? 0 : std::min(far_away, from_set + 1);
            distance(row, column) =
                std::min(distance(row, column), static_cast<std::int32_t>(from_set));
        }
    }
    return distance;
}

/// Columns that the circle reaches, by rows away from its centre.
std::vector<std::int64_t> half_widths(const Reach& reach) {
    std::vector<std::int64_t> widths;
    for (std::int64_t away = 0; away <= reach.rows(); ++away) {
        const double up = static_cast<double>(away) * reach.pixel_height_m;
        const double square = std::max(0.0, reach.radius_m * reach.radius_m - up * up);
        widths.push_back(static_cast<std::int64_t>(
            std::floor(std::sqrt(square) / reach.pixel_width_m + forgiven)));
    }
    return widths;
}

}  // namespace

std::int64_t Reach::rows() const {
    return static_cast<std::int64_t>(std::floor(radius_m / pixel_height_m + forgiven));
}

std::int64_t Reach::columns() const {
    return static_cast<std::int64_t>(std::floor(radius_m / pixel_width_m + forgiven));
}

raster::Mask dilated(const raster::Mask& mask, const Reach& reach) {
    const auto distance = distances_in_rows(mask);
    const auto widths = half_widths(reach);
    raster::Mask result(mask.width(), mask.height(), 0);
    for (std::int64_t row = 0; row < mask.height(); ++row) {
        const std::int64_t first = std::max<std::int64_t>(0, row - reach.rows());
        const std::int64_t last = std::min(mask.height() - 1, row + reach.rows());
        const auto target = result.row(row);
        for (std::int64_t other = first; other <= last; ++other) {
            const std::int64_t width = widths[static_cast<std::size_t>(std::abs(other - row))];
            const auto near = distance.row(other);
            for (std::size_t column = 0; column < target.size(); ++column) {
                target[column] |= static_cast<std::uint8_t>(near[column] <= width ? 1 : 0);
            }
        }
    }
    return result;
}

}  // namespace mineprint::archive
