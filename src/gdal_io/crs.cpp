// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/crs.hpp"

#include <cmath>
#include <numbers>
#include <optional>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/library.hpp"
#include "mineprint/gdal_io/spatial_reference.hpp"

namespace mineprint::gdal_io {
namespace {

constexpr double degree_in_radians = std::numbers::pi / 180;

std::optional<std::string> authority_code(const OGRSpatialReference& reference) {
    const char* authority = reference.GetAuthorityName(nullptr);
    const char* code = reference.GetAuthorityCode(nullptr);
    if (authority == nullptr || code == nullptr) {
        return std::nullopt;
    }
    return fmt::format("{}:{}", authority, code);
}

/// Latitude and longitude are not the axes of a rotated-pole CRS.
bool is_plain_geographic(const OGRSpatialReference& reference) {
    return reference.IsGeographic() != 0 && reference.IsDerivedGeographic() == 0;
}

/// What a longitude or latitude of this CRS is multiplied by to become degrees.
double degrees_per_unit(const OGRSpatialReference& reference) {
    const double factor = reference.GetAngularUnits() / degree_in_radians;
    return std::abs(factor - 1) < 1e-9 ? 1 : factor;
}

void scale(std::span<geo::Point> points, double factor) {
    for (geo::Point& point : points) {
        point = {point.x * factor, point.y * factor};
    }
}

}  // namespace

std::string crs_to_wkt(const std::string& definition) {
    const OGRSpatialReference reference = spatial_reference(definition);
    return wkt_of(&reference);
}

std::string crs_name(const std::string& wkt) {
    const OGRSpatialReference reference = spatial_reference(wkt);
    if (const auto code = authority_code(reference)) {
        return *code;
    }
    const ErrorScope quiet;
    const std::unique_ptr<OGRSpatialReference, void (*)(OGRSpatialReference*)> known(
        reference.FindBestMatch(), [](OGRSpatialReference* found) {
            if (found != nullptr) {
                found->Release();
            }
        });
    if (known != nullptr) {
        if (const auto code = authority_code(*known)) {
            return *code;
        }
    }
    return reference.GetName();
}

std::string crs_identity(const std::string& wkt) {
    return authority_code(spatial_reference(wkt)).value_or(wkt);
}

bool is_geographic(const std::string& wkt) { return is_plain_geographic(spatial_reference(wkt)); }

bool same_crs(const std::string& wkt_a, const std::string& wkt_b) {
    if (wkt_a == wkt_b) {
        return true;
    }
    const OGRSpatialReference a = spatial_reference(wkt_a);
    const OGRSpatialReference b = spatial_reference(wkt_b);
    const ErrorScope quiet;
    return a.IsSame(&b) != 0;
}

geo::Ellipsoid ellipsoid_of(const std::string& wkt) {
    const OGRSpatialReference reference = spatial_reference(wkt);
    OGRErr problem_a = OGRERR_NONE;
    OGRErr problem_f = OGRERR_NONE;
    const double semi_major_m = reference.GetSemiMajor(&problem_a);
    const double inverse = reference.GetInvFlattening(&problem_f);
    if (problem_a != OGRERR_NONE || problem_f != OGRERR_NONE) {
        throw core::DataError(
            fmt::format("the CRS '{}' does not name its ellipsoid", reference.GetName()));
    }
    return {semi_major_m, inverse == 0 ? 0 : 1 / inverse};
}

void transform(std::span<geo::Point> points, const std::string& from_wkt,
               const std::string& to_wkt) {
    const OGRSpatialReference from = spatial_reference(from_wkt);
    const OGRSpatialReference to = spatial_reference(to_wkt);
    const PointTransform change(from, to);
    for (geo::Point& point : points) {
        const geo::Point image = change(point);
        if (std::isnan(image.x)) {
            throw core::DataError(
                fmt::format("the point ({}, {}) of the CRS '{}' has no place in '{}'", point.x,
                            point.y, from.GetName(), to.GetName()));
        }
        point = image;
    }
}

geo::ToLonLat to_lonlat(const std::string& wkt) {
    const OGRSpatialReference reference = spatial_reference(wkt);
    if (is_plain_geographic(reference)) {
        const double factor = degrees_per_unit(reference);
        if (factor == 1) {
            return {};
        }
        return [factor](std::span<geo::Point> points) { scale(points, factor); };
    }
    if (reference.IsProjected() == 0) {
        throw core::DataError(fmt::format(
            "pixel areas of the CRS '{}' are not supported: use a projected CRS or plain longitude "
            "and latitude",
            reference.GetName()));
    }
    // Made anew by each call: none of GDAL's objects may be shared by threads.
    return [wkt](std::span<geo::Point> points) {
        const OGRSpatialReference projected = spatial_reference(wkt);
        const std::unique_ptr<OGRSpatialReference> datum(projected.CloneGeogCS());
        datum->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        const double factor = degrees_per_unit(*datum);
        const PointTransform change(projected, *datum);
        for (geo::Point& point : points) {
            point = change(point);
        }
        scale(points, factor);
    };
}

geo::PixelArea pixel_area(const geo::Grid& grid) {
    if (grid.crs_wkt.empty()) {
        throw core::DataError("areas of pixels cannot be worked out for a grid without a CRS");
    }
    return {grid, ellipsoid_of(grid.crs_wkt), to_lonlat(grid.crs_wkt)};
}

geo::PixelSpacing pixel_spacing(const geo::Grid& grid) {
    if (grid.crs_wkt.empty()) {
        throw core::DataError("sizes of pixels cannot be worked out for a grid without a CRS");
    }
    return {grid, ellipsoid_of(grid.crs_wkt), to_lonlat(grid.crs_wkt)};
}

}  // namespace mineprint::gdal_io
