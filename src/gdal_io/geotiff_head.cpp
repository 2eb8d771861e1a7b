// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/geotiff_head.hpp"

#include <algorithm>
#include <array>

#include <cpl_string.h>
#include <fmt/format.h>

#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/dataset.hpp"
#include "mineprint/gdal_io/spatial_reference.hpp"

namespace mineprint::gdal_io {
namespace {

CPLStringList creation_options(const GeoTiffOptions& options, GDALDataType type) {
    CPLStringList list;
    list.SetNameValue("TILED", "YES");
    list.SetNameValue("BLOCKXSIZE", std::to_string(options.block_size).c_str());
    list.SetNameValue("BLOCKYSIZE", std::to_string(options.block_size).c_str());
    list.SetNameValue("INTERLEAVE", "BAND");
    list.SetNameValue("BIGTIFF", "IF_SAFER");
    list.SetNameValue("COMPRESS", options.compression.c_str());
    const bool is_class_map = !options.colours.empty();  // neighbours do not differ by small steps
    if (!is_class_map && (options.compression == "DEFLATE" || options.compression == "ZSTD")) {
        list.SetNameValue("PREDICTOR", GDALDataTypeIsFloating(type) != 0 ? "3" : "2");
    }
    if (options.compression == "LERC_ZSTD") {
        list.SetNameValue("MAX_Z_ERROR", "0");
    }
    return list;
}

/// `value=name` with `;` between; `;` and `%` in a name are written %3B and %25. GDAL itself would
/// put category names into a side file.
std::string class_names(const std::vector<ColourEntry>& colours) {
    std::string text;
    for (const ColourEntry& entry : colours) {
        if (entry.name.empty()) {
            continue;
        }
        text += fmt::format("{}{}=", text.empty() ? "" : ";", entry.value);
        for (const char letter : entry.name) {
            text += letter == ';' ? "%3B" : letter == '%' ? "%25" : std::string(1, letter);
        }
    }
    return text;
}

void set_metadata(GDALDataset& dataset, const GeoTiffOptions& options, const Writing& writing) {
    auto items = options.metadata;
    const std::string names = class_names(options.colours);
    if (!names.empty()) {
        items.emplace("CLASS_NAMES", names);
    }
    CPLStringList list;
    for (const auto& [key, value] : items) {
        list.AddString(fmt::format("{}={}", key, value).c_str());
    }
    if (!items.empty()) {
        writing.check(dataset.SetMetadata(list.List()), "writing the metadata");
    }
}

void set_colours(GDALRasterBand& band, const std::vector<ColourEntry>& colours,
                 const Writing& writing) {
    GDALColorTable table;
    for (int value = 0; value < 256; ++value) {
        constexpr GDALColorEntry black{0, 0, 0, 255};
        table.SetColorEntry(value, &black);
    }
    for (const ColourEntry& entry : colours) {
        const GDALColorEntry colour{entry.red, entry.green, entry.blue, 255};
        table.SetColorEntry(entry.value, &colour);
    }
    writing.check(band.SetColorTable(&table), "writing the colour table");
}

void set_georeference(GDALDataset& dataset, const geo::Grid& grid, const Writing& writing) {
    std::array<double, 6> lattice = {grid.origin_x,     grid.pixel_width, 0, grid.origin_y, 0,
                                     -grid.pixel_height};
    writing.check(dataset.SetGeoTransform(lattice.data()), "writing the geotransform");
    if (!grid.crs_wkt.empty()) {
        const OGRSpatialReference reference = spatial_reference(grid.crs_wkt);
        writing.check(dataset.SetSpatialRef(&reference), "writing the CRS");
    }
}

/// All that stands in the file's head, before the first pixel: what comes later makes GDAL write a
/// second head behind the pixels.
void describe_bands(GDALDataset& dataset, const GeoTiffOptions& options, const Writing& writing) {
    for (int number = 1; number <= dataset.GetRasterCount(); ++number) {
        GDALRasterBand& band = *dataset.GetRasterBand(number);
        if (options.nodata) {
            writing.check(band.SetNoDataValue(*options.nodata), "writing the nodata value");
        }
        if (!options.band_names.empty()) {
            band.SetDescription(options.band_names[static_cast<std::size_t>(number - 1)].c_str());
        }
        if (options.scale != 1 || options.offset != 0) {
            writing.check(band.SetScale(options.scale), "writing the scale");
            writing.check(band.SetOffset(options.offset), "writing the offset");
        }
    }
    if (!options.colours.empty()) {
        set_colours(*dataset.GetRasterBand(1), options.colours, writing);
    }
}

}  // namespace

void Writing::check(CPLErr result, const char* what) const {
    if (result != CE_None || errors_.failed()) {
        fail(what);
    }
}

void Writing::fail(const char* what) const {
    throw core::RunError(fmt::format("{}: {} failed (is the disk full, or read-only?): {}",
                                     path_.string(), what, errors_.message()));
}

void check_geotiff_options(const std::filesystem::path& path, const GeoTiffOptions& options,
                           std::size_t num_bands, GDALDataType type) {
    const auto refuse = [&path](const std::string& why) {
        throw core::RunError(fmt::format("{}: cannot be written: {}", path.string(), why));
    };
    if (options.block_size < 16 || options.block_size % 16 != 0) {
        refuse(fmt::format("its block size {} is not a multiple of 16", options.block_size));
    }
    if (!options.band_names.empty() && options.band_names.size() != num_bands) {
        refuse(fmt::format("{} band names were given for {} bands", options.band_names.size(),
                           num_bands));
    }
    constexpr std::array known = {"NONE", "DEFLATE", "ZSTD", "LERC_ZSTD"};
    if (std::ranges::find(known, options.compression) == known.end()) {
        refuse(fmt::format("'{}' is not one of the compressions NONE, DEFLATE, ZSTD, LERC_ZSTD",
                           options.compression));
    }
    if (!options.colours.empty() && (type != GDT_Byte || num_bands != 1)) {
        refuse("colours are for rasters of one band of bytes");
    }
}

GDALDatasetUniquePtr create_geotiff(const std::filesystem::path& file, const geo::Grid& grid,
                                    const PixelLayout& layout, const GeoTiffOptions& options,
                                    const Writing& writing) {
    GDALDatasetUniquePtr dataset(driver_named("GTiff").Create(
        file.c_str(), core::checked_cast<int>(grid.width), core::checked_cast<int>(grid.height),
        core::checked_cast<int>(layout.num_bands), layout.type,
        creation_options(options, layout.type).List()));
    if (dataset == nullptr) {
        writing.fail("creating the file");
    }
    set_georeference(*dataset, grid, writing);
    set_metadata(*dataset, options, writing);
    describe_bands(*dataset, options, writing);
    return dataset;
}

}  // namespace mineprint::gdal_io
