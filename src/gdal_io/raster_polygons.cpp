// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/raster_polygons.hpp"

#include <array>

#include <fmt/format.h>
#include <gdal_alg.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/dataset.hpp"
#include "mineprint/gdal_io/library.hpp"

namespace mineprint::gdal_io {
namespace {

[[noreturn]] void fail(const ErrorScope& errors) {
    throw core::RunError(
        fmt::format("patches cannot be turned into polygons: {}", errors.message()));
}

GDALDatasetUniquePtr in_memory(const raster::Raster<std::uint8_t>& values, const geo::Grid& grid,
                               const ErrorScope& errors) {
    const int width = core::checked_cast<int>(values.width());
    const int height = core::checked_cast<int>(values.height());
    GDALDatasetUniquePtr dataset(
        driver_named("MEM").Create("", width, height, 1, GDT_Byte, nullptr));
    std::array<double, 6> lattice = {grid.origin_x,     grid.pixel_width, 0, grid.origin_y, 0,
                                     -grid.pixel_height};
    auto copy = values;
    if (dataset == nullptr || dataset->SetGeoTransform(lattice.data()) != CE_None ||
        dataset->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, width, height, copy.values().data(),
                                            width, height, GDT_Byte, 0, 0, nullptr) != CE_None) {
        fail(errors);
    }
    return dataset;
}

PolygonPart part_of(const OGRPolygon& surface) {
    PolygonPart part;
    for (const OGRLinearRing* line : surface) {
        geo::Ring& ring = part.emplace_back();
        for (int i = 0; i + 1 < line->getNumPoints(); ++i) {
            ring.push_back({line->getX(i), line->getY(i)});
        }
    }
    return part;
}

}  // namespace

std::map<std::uint8_t, std::vector<PolygonPart>> raster_polygons(
    const raster::Raster<std::uint8_t>& values, const geo::Grid& grid) {
    initialise();
    const ErrorScope errors;
    const auto image = in_memory(values, grid, errors);
    GDALDatasetUniquePtr vectors(driver_named("Memory").Create("", 0, 0, 0, GDT_Unknown, nullptr));
    OGRLayer* layer =
        vectors == nullptr ? nullptr : vectors->CreateLayer("patches", nullptr, wkbPolygon);
    OGRFieldDefn field("value", OFTInteger);
    GDALRasterBand* band = image->GetRasterBand(1);
    // The band is its own mask: value 0 is no patch.
    if (layer == nullptr || layer->CreateField(&field) != OGRERR_NONE ||
        GDALPolygonize(band, band, OGRLayer::ToHandle(layer), 0, nullptr, nullptr, nullptr) !=
            CE_None) {
        fail(errors);
    }
    std::map<std::uint8_t, std::vector<PolygonPart>> parts;
    for (const auto& feature : layer) {
        const OGRGeometry* geometry = feature->GetGeometryRef();
        if (geometry != nullptr && wkbFlatten(geometry->getGeometryType()) == wkbPolygon) {
            const auto value = static_cast<std::uint8_t>(feature->GetFieldAsInteger(0));
            parts[value].push_back(part_of(*geometry->toPolygon()));
        }
    }
    return parts;
}

}  // namespace mineprint::gdal_io
