// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/csv_points.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::gdal_io {
namespace {

struct Pair {
    const char* x;
    const char* y;
    bool lonlat;
};

constexpr std::array<Pair, 4> known_pairs = {{{"lon", "lat", true},
                                              {"longitude", "latitude", true},
                                              {"x", "y", false},
                                              {"easting", "northing", false}}};

double read_number(const OGRFeature& line, int column, const std::string& where) {
    const std::string_view text = core::trimmed(line.GetFieldAsString(column));
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) {
        throw core::DataError(fmt::format("{}: the coordinate in column '{}' is not a number: '{}'",
                                          where, line.GetFieldDefnRef(column)->GetNameRef(), text));
    }
    return number;
}

}  // namespace

std::optional<CoordinateColumns> coordinate_columns(const OGRFeatureDefn& definition) {
    for (const Pair& pair : known_pairs) {
        const int x = definition.GetFieldIndex(pair.x);  // in letters of any size
        const int y = definition.GetFieldIndex(pair.y);
        if (x >= 0 && y >= 0) {
            return CoordinateColumns{x, y, pair.lonlat};
        }
    }
    return std::nullopt;
}

geo::Point read_coordinates(const OGRFeature& line, const CoordinateColumns& columns,
                            const std::string& where) {
    const geo::Point point{read_number(line, columns.x, where),
                           read_number(line, columns.y, where)};
    if (columns.lonlat && (std::abs(point.x) > 360 || std::abs(point.y) > 90)) {
        throw core::DataError(
            fmt::format("{}: ({}, {}) is not a longitude and a latitude", where, point.x, point.y));
    }
    return point;
}

}  // namespace mineprint::gdal_io
