// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/spatial_reference.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/library.hpp"
#include "mineprint/gdal_io/utf8.hpp"

namespace mineprint::gdal_io {
namespace {

/// Heights play no part here, and a grid with them is the same grid.
void keep_horizontal_part(OGRSpatialReference& reference) {
    if (reference.IsCompound() != 0) {
        reference.StripVertical();
    }
    if (reference.GetAxesCount() == 3) {
        reference.DemoteTo2D(nullptr);
    }
    reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
}

}  // namespace

OGRSpatialReference spatial_reference(const std::string& definition) {
    initialise();
    const ErrorScope errors;
    OGRSpatialReference reference;
    constexpr std::array<const char*, 3> options = {"ALLOW_NETWORK_ACCESS=NO",
                                                    "ALLOW_FILE_ACCESS=NO", nullptr};
    if (definition.empty() ||
        reference.SetFromUserInput(definition.c_str(), options.data()) != OGRERR_NONE) {
        throw core::DataError(fmt::format(
            "'{}' is not a CRS (give a code such as EPSG:32647, WKT or a PROJ string): {}",
            as_utf8(definition), errors.message()));
    }
    keep_horizontal_part(reference);
    if (reference.IsGeographic() == 0 && reference.IsProjected() == 0) {
        throw core::DataError(
            fmt::format("'{}' is neither a geographic nor a projected CRS", as_utf8(definition)));
    }
    return reference;
}

std::string wkt_of(const OGRSpatialReference* reference) {
    if (reference == nullptr || reference->IsEmpty()) {
        return {};
    }
    const ErrorScope quiet;
    OGRSpatialReference horizontal(*reference);
    keep_horizontal_part(horizontal);
    constexpr std::array<const char*, 3> options = {"FORMAT=WKT2_2019", "MULTILINE=NO", nullptr};
    char* text = nullptr;
    const OGRErr problem = horizontal.exportToWkt(&text, options.data());
    const std::unique_ptr<char, decltype(&CPLFree)> owner(text, CPLFree);
    return problem == OGRERR_NONE && text != nullptr ? std::string(text) : std::string();
}

void PointTransform::GiveBack::operator()(OGRCoordinateTransformation* transformation) const {
    OGRCoordinateTransformation::DestroyCT(transformation);
}

PointTransform::PointTransform(const OGRSpatialReference& from, const OGRSpatialReference& to) {
    const ErrorScope errors;
    transformation_.reset(OGRCreateCoordinateTransformation(&from, &to));
    if (transformation_ == nullptr) {
        throw core::DataError(fmt::format("there is no way from the CRS '{}' to '{}': {}",
                                          from.GetName(), to.GetName(), errors.message()));
    }
}

geo::Point PointTransform::operator()(geo::Point point) const {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    int success = 0;
    const ErrorScope quiet;
    transformation_->Transform(1, &point.x, &point.y, nullptr, &success);
    const bool good = success != 0 && std::isfinite(point.x) && std::isfinite(point.y);
    return good ? point : geo::Point{none, none};
}

}  // namespace mineprint::gdal_io
