// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mineprint/geo/polygon.hpp"

namespace mineprint::gdal_io {

struct VectorFeature {
    std::int64_t fid = 0;
    std::map<std::string, std::string> fields;  ///< unset and null fields are absent
    std::vector<geo::Point> points;             ///< of a point or multi-point
    /// Of a polygon or multi-polygon, else no rings; outer ones run counter-clockwise, holes
    /// clockwise.
    geo::Polygon polygon;
};

struct VectorLayer {
    std::string name;
    std::vector<std::string> field_names;
    std::vector<VectorFeature> features;  ///< in the order of their fid
    /// One line for each geometry that was repaired, or left out because it is empty or has no
    /// area.
    std::vector<std::string> repairs;
    bool was_geographic = false;
};

struct VectorOptions {
    std::string layer;        ///< empty: the only layer; an error if there are several
    std::string target_crs;   ///< WKT; geometries are transformed to it; empty: they stay
    std::string assumed_crs;  ///< for files without one (CSV); empty: a missing CRS is an error
    /// In the target CRS: polygons, or parts of them, that lie far from it are left out; a feature
    /// of which nothing is near keeps no rings. Unset: everything is read.
    std::optional<geo::Extent> near = std::nullopt;
    /// Edges get points in between until, in the target CRS, they run as straight lines of the
    /// source's coordinates do, to so many units. 0: only corners are transformed.
    double tolerance = 0;
};

/// Reads points and polygons with all their fields. CSV files have coordinates in columns named
/// x/y, lon/lat, longitude/latitude or easting/northing; lon/lat means EPSG:4326. Invalid polygons
/// are repaired (GEOS MakeValid; overlapping parts become one) and listed. Dates read 2005-03-31.
/// Throws DataError naming file, layer and feature: no
/// such file or layer, no CRS, no features, a geometry of another kind, coordinates that are not
/// numbers or cannot be transformed.
[[nodiscard]] VectorLayer read_vector(const std::filesystem::path& path,
                                      const VectorOptions& options);

}  // namespace mineprint::gdal_io
