// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/geometry.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/library.hpp"

namespace mineprint::gdal_io {
namespace {

using GeometryPointer = std::unique_ptr<OGRGeometry>;

geo::Point checked(geo::Point point, const std::string& where) {
    if (!std::isfinite(point.x) || !std::isfinite(point.y)) {
        throw core::DataError(
            fmt::format("{}: a coordinate is not a number: ({}, {})", where, point.x, point.y));
    }
    return point;
}

/// Outer rings run counter-clockwise, holes clockwise, whatever the file says.
void add_ring(const OGRLinearRing& line, bool is_outer, const std::string& where,
              geo::Polygon& polygon) {
    geo::Ring ring;
    const int num_points = line.getNumPoints() - (line.get_IsClosed() != 0 ? 1 : 0);
    ring.reserve(static_cast<std::size_t>(std::max(num_points, 0)));
    for (int i = 0; i < num_points; ++i) {
        ring.push_back(checked({line.getX(i), line.getY(i)}, where));
    }
    if ((line.isClockwise() != 0) == is_outer) {
        std::reverse(ring.begin(), ring.end());
    }
    if (ring.size() >= 3) {
        polygon.rings.push_back(std::move(ring));
    }
}

void add_polygon(const OGRPolygon& surface, const std::string& where, geo::Polygon& polygon) {
    for (const OGRLinearRing* ring : surface) {
        add_ring(*ring, ring == surface.getExteriorRing(), where, polygon);
    }
}

bool is_collection(const OGRGeometry& geometry) {
    return OGR_GT_IsSubClassOf(wkbFlatten(geometry.getGeometryType()), wkbGeometryCollection) != 0;
}

bool is_polygon(const OGRGeometry& geometry) {
    return OGR_GT_IsSubClassOf(wkbFlatten(geometry.getGeometryType()), wkbPolygon) != 0;
}

/// Rings of all polygons; other parts, which a repair may leave behind, have no area.
void add_polygonal_parts(const OGRGeometry& geometry, const std::string& where,
                         geo::Polygon& polygon) {
    if (is_polygon(geometry)) {
        add_polygon(*geometry.toPolygon(), where, polygon);
    } else if (is_collection(geometry)) {
        for (const OGRGeometry* part : *geometry.toGeometryCollection()) {
            add_polygonal_parts(*part, where, polygon);
        }
    }
}

bool all_finite(const OGRGeometry& geometry) {
    OGREnvelope box;
    geometry.getEnvelope(&box);
    return std::isfinite(box.MinX) && std::isfinite(box.MaxX) && std::isfinite(box.MinY) &&
           std::isfinite(box.MaxY);
}

/// Overlapping parts become one (GEOS 3.10), where the older method would cut the overlap out.
GeometryPointer repaired(const OGRGeometry& surface) {
    constexpr std::array<const char*, 2> structure = {"METHOD=STRUCTURE", nullptr};
    GeometryPointer valid(surface.MakeValid(structure.data()));
    if (valid == nullptr) {
        valid.reset(surface.MakeValid());
    }
    return valid;
}

/// Where a geometry's parts go.
struct Taker {
    const std::string& where;
    VectorFeature& feature;
    std::vector<std::string>& repairs;
    const NearGrid* near = nullptr;
    bool left_out = false;  ///< something was not near

    void add(const OGRGeometry& valid) {
        if (near == nullptr) {
            add_polygonal_parts(valid, where, feature.polygon);
            return;
        }
        const GeometryPointer part = near->part_of(valid);
        left_out = left_out || part->IsEmpty() != 0;
        add_polygonal_parts(*part, where, feature.polygon);
    }
};

void take_surface(const OGRGeometry& surface, Taker& taker) {
    const std::string& where = taker.where;
    // GEOS may crash on them; the search for the culprit is left to add_polygonal_parts.
    if (!all_finite(surface)) {
        add_polygonal_parts(surface, where, taker.feature.polygon);
        throw core::DataError(fmt::format("{}: a coordinate is not a number", where));
    }
    ErrorScope errors;
    if (surface.IsValid() != 0) {
        taker.add(surface);
        return;
    }
    const std::string reason = errors.message();
    const GeometryPointer valid = repaired(surface);
    if (valid == nullptr) {
        throw core::DataError(
            fmt::format("{}: its polygon is invalid and cannot be repaired: {}", where, reason));
    }
    taker.add(*valid);
    taker.repairs.push_back(fmt::format("{}: invalid polygon repaired: {}", where, reason));
}

void take_part(const OGRGeometry& geometry, Taker& taker) {
    const OGRwkbGeometryType type = wkbFlatten(geometry.getGeometryType());
    if (geometry.IsEmpty() != 0) {
        return;
    }
    if (type == wkbPoint) {
        const OGRPoint& point = *geometry.toPoint();
        taker.feature.points.push_back(checked({point.getX(), point.getY()}, taker.where));
    } else if (is_polygon(geometry) || type == wkbMultiPolygon) {
        take_surface(geometry, taker);
    } else if (is_collection(geometry)) {
        for (const OGRGeometry* part : *geometry.toGeometryCollection()) {
            take_part(*part, taker);
        }
    } else {
        throw core::DataError(fmt::format("{}: it is a {}; points and polygons are read",
                                          taker.where, geometry.getGeometryName()));
    }
}

}  // namespace

bool take_geometry(const OGRGeometry* geometry, const std::string& where, VectorFeature& feature,
                   std::vector<std::string>& repairs, const NearGrid* near) {
    if (geometry == nullptr || geometry->IsEmpty() != 0) {
        repairs.push_back(fmt::format("{}: it has no geometry and is left out", where));
        return false;
    }
    // getLinearGeometry makes a copy, also of what has no curves.
    const GeometryPointer straight(geometry->getLinearGeometry());
    straight->flattenTo2D();
    Taker taker{where, feature, repairs, near};
    take_part(*straight, taker);
    if (taker.left_out) {
        return true;
    }
    if (feature.points.empty() && feature.polygon.rings.empty()) {
        repairs.push_back(fmt::format("{}: its polygon has no area and is left out", where));
        return false;
    }
    return true;
}

}  // namespace mineprint::gdal_io
