// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/near_grid.hpp"

#include <algorithm>
#include <cmath>

#include "mineprint/gdal_io/library.hpp"

namespace mineprint::gdal_io {
namespace {

/// The grid's box and its inside as points; those that have no place elsewhere are NaN.
std::vector<geo::Point> lattice(const PointTransform& change, const geo::Extent& extent) {
    constexpr int steps = 20;
    std::vector<geo::Point> points;
    for (int i = 0; i <= steps; ++i) {
        for (int j = 0; j <= steps; ++j) {
            points.push_back(change({extent.xmin + (extent.xmax - extent.xmin) * i / steps,
                                     extent.ymin + (extent.ymax - extent.ymin) * j / steps}));
        }
    }
    return points;
}

/// With a margin of a quarter, and of half a degree at least.
OGREnvelope box_of(const std::vector<geo::Point>& points, bool is_geographic) {
    OGREnvelope box;
    for (const geo::Point& point : points) {
        const double off = point.x - points.front().x;
        box.Merge(is_geographic ? points.front().x + std::remainder(off, 360) : point.x, point.y);
    }
    const double least = is_geographic ? 0.5 : 0;
    const double x = std::max(least, 0.25 * (box.MaxX - box.MinX));
    const double y = std::max(least, 0.25 * (box.MaxY - box.MinY));
    box.MinX -= x;
    box.MaxX += x;
    box.MinY -= y;
    box.MaxY += y;
    return box;
}

OGRPolygon polygon_of(const OGREnvelope& box) {
    OGRLinearRing ring;
    ring.addPoint(box.MinX, box.MinY);
    ring.addPoint(box.MaxX, box.MinY);
    ring.addPoint(box.MaxX, box.MaxY);
    ring.addPoint(box.MinX, box.MaxY);
    ring.closeRings();
    OGRPolygon polygon;
    polygon.addRing(&ring);
    return polygon;
}

}  // namespace

NearGrid::NearGrid(const OGRSpatialReference& source, const OGRSpatialReference& target,
                   const geo::Extent& extent) {
    const bool is_geographic = source.IsGeographic() != 0;
    const auto points = lattice(PointTransform(target, source), extent);
    const bool complete =
        std::ranges::none_of(points, [](const geo::Point& point) { return std::isnan(point.x); });
    if (!complete) {
        return;
    }
    const OGREnvelope box = box_of(points, is_geographic);
    if (!is_geographic) {
        boxes_.push_back(box);
        return;
    }
    const bool near_pole = box.MaxY > 89 || box.MinY < -89;
    if (near_pole || box.MaxX - box.MinX > 180) {
        return;
    }
    for (const double turn : {-360.0, 0.0, 360.0}) {
        OGREnvelope turned = box;
        turned.MinX += turn;
        turned.MaxX += turn;
        boxes_.push_back(turned);
    }
}

std::unique_ptr<OGRGeometry> NearGrid::part_of(const OGRGeometry& surface) const {
    OGREnvelope extent;
    surface.getEnvelope(&extent);
    const auto holds = [&](const OGREnvelope& box) { return box.Contains(extent) != 0; };
    if (boxes_.empty() || std::ranges::any_of(boxes_, holds)) {
        return std::unique_ptr<OGRGeometry>(surface.clone());
    }
    auto result = std::make_unique<OGRGeometryCollection>();
    for (const OGREnvelope& box : boxes_) {
        if (box.Intersects(extent) == 0) {
            continue;
        }
        const ErrorScope quiet;
        const OGRPolygon shape = polygon_of(box);
        const std::unique_ptr<OGRGeometry> part(surface.Intersection(&shape));
        if (part == nullptr) {
            return std::unique_ptr<OGRGeometry>(surface.clone());
        }
        if (part->IsEmpty() == 0) {
            result->addGeometry(part.get());
        }
    }
    return result;
}

}  // namespace mineprint::gdal_io
