// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/place_lattice.hpp"

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::gdal_io {

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

void check_crs(const geo::Grid& source, const geo::Grid& target) {
    if (source.crs_wkt.empty() || target.crs_wkt.empty()) {
        throw core::DataError(fmt::format(
            "the {} has no CRS, so its pixels cannot be put on the other grid; give it one, for "
            "example with gdal_edit.py -a_srs",
            source.crs_wkt.empty() ? "source raster" : "target grid"));
    }
}

}  // namespace mineprint::gdal_io
