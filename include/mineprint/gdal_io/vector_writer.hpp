// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "mineprint/geo/polygon.hpp"

namespace mineprint::gdal_io {

enum class FieldType { text, integer, real };

struct FieldDefinition {
    std::string name;
    FieldType type = FieldType::text;
};

/// A value of the field's type, or none.
using FieldValue = std::variant<std::monostate, std::string, std::int64_t, double>;

/// A polygon's outer ring, then its holes.
using PolygonRings = std::vector<geo::Ring>;

struct VectorRecord {
    std::vector<FieldValue> values;  ///< one for each field
    std::vector<PolygonRings> polygons;
};

struct VectorFile {
    std::string layer;
    std::string crs_wkt;  ///< of the coordinates
    std::vector<FieldDefinition> fields;
    std::vector<VectorRecord> records;
};

/// Writes multi-polygons as a GeoPackage, under a temporary name first. The bytes depend on the
/// arguments alone: the time of the last change is that of the epoch 1970. NaN becomes null. Throws
/// RunError naming the path.
void write_geopackage(const std::filesystem::path& path, const VectorFile& file);

/// The same as GeoJSON by RFC 7946: longitude and latitude with 7 decimals, outer rings
/// counter-clockwise, polygons cut at the antimeridian.
void write_geojson(const std::filesystem::path& path, const VectorFile& file);

/// The same as KML, with coordinates in longitude and latitude; `name_field` names the placemarks.
void write_kml(const std::filesystem::path& path, const VectorFile& file,
               const std::string& name_field);

}  // namespace mineprint::gdal_io
