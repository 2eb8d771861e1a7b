// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mineprint/geo/grid.hpp"

namespace mineprint::gdal_io {

/// A point with the texts of its fields.
struct PointRow {
    geo::Point place;
    std::vector<std::string> texts;  ///< an empty one is written as null
};

struct PointLayer {
    std::string name;
    std::string crs_wkt;
    std::vector<std::string> field_names;  ///< all of type text
    std::vector<PointRow> rows;
};

/// Writes points as a GeoPackage, whole or not at all, in the order given; the bytes depend on
/// nothing else (the file's own date is 1970-01-01). Throws RunError.
void write_points(const std::filesystem::path& path, const PointLayer& layer);

}  // namespace mineprint::gdal_io
