// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/raster_info.hpp"

#include <array>
#include <cmath>

#include <cpl_string.h>
#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/library.hpp"
#include "mineprint/gdal_io/spatial_reference.hpp"

namespace mineprint::gdal_io {
namespace {

/// GDAL's geotransform: x = [0] + column·[1] + row·[2], y = [3] + column·[4] + row·[5].
using Geotransform = std::array<double, 6>;

void check_bands(GDALDataset& dataset, const std::filesystem::path& path) {
    if (dataset.GetRasterCount() > 0) {
        return;
    }
    const CPLStringList parts(dataset.GetMetadata("SUBDATASETS"), FALSE);
    const char* first = parts.FetchNameValue("SUBDATASET_1_NAME");
    throw core::DataError(fmt::format("{}: it has no raster bands{}", path.string(),
                                      first == nullptr
                                          ? std::string()
                                          : fmt::format(" of its own; name one of the rasters "
                                                        "inside it, for example {}",
                                                        first)));
}

/// Throws DataError unless the lattice is north-up.
void check_orientation(const Geotransform& g, GDALDataset& dataset,
                       const std::filesystem::path& path) {
    for (const double number : g) {
        if (!std::isfinite(number)) {
            throw core::DataError(fmt::format(
                "{}: its georeference holds numbers that are not finite", path.string()));
        }
    }
    // A thousandth of a pixel over the whole image is rounding, not a rotation.
    const double shear_x = std::abs(g[2]) * dataset.GetRasterYSize();
    const double shear_y = std::abs(g[4]) * dataset.GetRasterXSize();
    if (shear_x > 1e-3 * std::abs(g[1]) || shear_y > 1e-3 * std::abs(g[5])) {
        throw core::DataError(fmt::format(
            "{}: its pixel rows do not run from west to east (rotated geotransform); make it "
            "north-up first, for example with gdalwarp",
            path.string()));
    }
    if (g[1] <= 0 || g[5] >= 0) {
        throw core::DataError(fmt::format(
            "{}: it is not north-up (pixel width {}, pixel height {}); turn it over first, for "
            "example with gdalwarp",
            path.string(), g[1], -g[5]));
    }
}

geo::Grid grid_of(GDALDataset& dataset, const std::filesystem::path& path) {
    Geotransform g{};
    constexpr Geotransform pixel_numbers = {0, 1, 0, 0, 0, 1};  // some formats say "none" like this
    if (dataset.GetGeoTransform(g.data()) != CE_None || g == pixel_numbers) {
        const bool has_points = dataset.GetGCPCount() > 0;
        throw core::DataError(fmt::format(
            "{}: it does not say where on Earth it lies (no geotransform{}); give it one with {}",
            path.string(), has_points ? ", only ground control points" : "",
            has_points ? "gdalwarp" : "gdal_translate -a_srs … -a_ullr …"));
    }
    check_orientation(g, dataset, path);
    return {wkt_of(dataset.GetSpatialRef()), g[0], g[3], g[1], -g[5], dataset.GetRasterXSize(),
            dataset.GetRasterYSize()};
}

std::optional<double> nodata_of(GDALRasterBand& band) {
    int found = 0;
    double value = 0;
    switch (band.GetRasterDataType()) {
        case GDT_Int64:
            value = static_cast<double>(band.GetNoDataValueAsInt64(&found));
            break;
        case GDT_UInt64:
            value = static_cast<double>(band.GetNoDataValueAsUInt64(&found));
            break;
        default:
            value = band.GetNoDataValue(&found);
    }
    return found != 0 ? std::optional(value) : std::nullopt;
}

/// Of a dataset or a band; `domain` is nullptr for the default one.
std::map<std::string, std::string> metadata_of(GDALMajorObject& object, const char* domain) {
    std::map<std::string, std::string> metadata;
    const CPLStringList items(object.GetMetadata(domain), FALSE);
    for (int i = 0; i < items.size(); ++i) {
        const std::string item = items[i];
        const auto equals = item.find('=');
        if (equals != std::string::npos) {
            metadata[item.substr(0, equals)] = item.substr(equals + 1);
        }
    }
    return metadata;
}

BandInfo band_info(GDALRasterBand& band) {
    BandInfo info;
    info.type = GDALGetDataTypeName(band.GetRasterDataType());
    info.description = band.GetDescription();
    info.nodata = nodata_of(band);
    info.scale = band.GetScale();
    info.offset = band.GetOffset();
    band.GetBlockSize(&info.block_width, &info.block_height);
    info.metadata = metadata_of(band, nullptr);
    info.metadata.merge(metadata_of(band, "IMAGERY"));
    return info;
}

}  // namespace

RasterInfo describe(GDALDataset& dataset, const std::filesystem::path& path) {
    const ErrorScope quiet;
    check_bands(dataset, path);
    RasterInfo info;
    info.path = path;
    info.driver = dataset.GetDriverName();
    info.grid = grid_of(dataset, path);
    for (int band = 1; band <= dataset.GetRasterCount(); ++band) {
        info.bands.push_back(band_info(*dataset.GetRasterBand(band)));
    }
    info.metadata = metadata_of(dataset, nullptr);
    info.envi_header = metadata_of(dataset, "ENVI");
    return info;
}

bool is_pixel_interleaved(GDALDataset& dataset) {
    const char* interleave = dataset.GetMetadataItem("INTERLEAVE", "IMAGE_STRUCTURE");
    return interleave != nullptr && EQUAL(interleave, "PIXEL") && dataset.GetRasterCount() > 1;
}

}  // namespace mineprint::gdal_io
