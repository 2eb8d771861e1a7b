// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include <cpl_minixml.h>
#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <gdal_utils.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/dataset.hpp"
#include "mineprint/gdal_io/library.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"

namespace mineprint::gdal_io {
namespace {

/// All digits, so that the lattice comes out as it went in.
std::string exact_text(double number) { return fmt::format("{:.17g}", number); }

CPLStringList build_arguments(const geo::Grid& grid) {
    const geo::Extent extent = grid.extent();
    CPLStringList list;
    list.AddString("-strict");  // a tile that does not fit is an error, not a hole
    list.AddString("-te");
    for (const double edge : {extent.xmin, extent.ymin, extent.xmax, extent.ymax}) {
        list.AddString(exact_text(edge).c_str());
    }
    list.AddString("-tr");
    list.AddString(exact_text(grid.pixel_width).c_str());
    list.AddString(exact_text(grid.pixel_height).c_str());
    return list;
}

GDALDatasetUniquePtr build(const std::filesystem::path& path, const geo::Grid& grid,
                           const std::vector<std::filesystem::path>& tiles) {
    const ErrorScope errors;
    CPLStringList names;
    for (const auto& tile : tiles) {
        names.AddString(std::filesystem::absolute(tile).lexically_normal().c_str());
    }
    CPLStringList arguments = build_arguments(grid);
    const std::unique_ptr<GDALBuildVRTOptions, decltype(&GDALBuildVRTOptionsFree)> options(
        GDALBuildVRTOptionsNew(arguments.List(), nullptr), GDALBuildVRTOptionsFree);
    int usage_error = 0;
    GDALDatasetUniquePtr mosaic(GDALDataset::FromHandle(
        GDALBuildVRT("", names.size(), nullptr, names.List(), options.get(), &usage_error)));
    if (mosaic == nullptr || errors.failed()) {
        throw core::RunError(fmt::format("{}: the mosaic of {} tiles cannot be made: {}",
                                         path.string(), tiles.size(), errors.message()));
    }
    if (mosaic->GetRasterXSize() != grid.width || mosaic->GetRasterYSize() != grid.height) {
        throw core::RunError(fmt::format("{}: the mosaic has {} × {} pixels instead of {} × {}",
                                         path.string(), mosaic->GetRasterXSize(),
                                         mosaic->GetRasterYSize(), grid.width, grid.height));
    }
    return mosaic;
}

/// What gdalbuildvrt leaves out and users look for: names of bands and classes, and what the tiles
/// have in common.
void copy_names(GDALDataset& mosaic, const std::filesystem::path& tile) {
    const auto first = open_raster(tile);
    for (int band = 1; band <= mosaic.GetRasterCount(); ++band) {
        mosaic.GetRasterBand(band)->SetDescription(first->GetRasterBand(band)->GetDescription());
    }
    for (const char* item : {"CLASS_NAMES", "MINEPRINT_REGION", "MINEPRINT_EPOCH", "SYNTHETIC"}) {
        if (const char* text = first->GetMetadataItem(item)) {
            mosaic.SetMetadataItem(item, text);
        }
    }
}

/// Writes every source's path as seen from `folder`.
void make_relative(CPLXMLNode* node, const std::filesystem::path& folder) {
    for (CPLXMLNode* child = node->psChild; child != nullptr; child = child->psNext) {
        if (child->eType != CXT_Element) {
            continue;
        }
        if (EQUAL(child->pszValue, "SourceFilename")) {
            const std::filesystem::path source = CPLGetXMLValue(child, nullptr, "");
            CPLSetXMLValue(child, "#relativeToVRT", "1");
            CPLSetXMLValue(child, nullptr, source.lexically_relative(folder).c_str());
        } else {
            make_relative(child, folder);
        }
    }
}

std::string relative_xml(GDALDataset& mosaic, const std::filesystem::path& folder) {
    char** text = mosaic.GetMetadata("xml:VRT");
    if (text == nullptr || text[0] == nullptr) {
        throw core::RunError("GDAL does not give the text of a VRT");
    }
    const CPLXMLTreeCloser tree(CPLParseXMLString(text[0]));
    for (CPLXMLNode* top = tree.get(); top != nullptr; top = top->psNext) {
        make_relative(top, folder);
    }
    const std::unique_ptr<char, decltype(&CPLFree)> written(CPLSerializeXMLTree(tree.get()),
                                                            CPLFree);
    return written.get();
}

}  // namespace

void write_mosaic_vrt(const std::filesystem::path& path, const geo::Grid& grid,
                      const std::vector<std::filesystem::path>& tiles) {
    if (tiles.empty()) {
        throw core::RunError(fmt::format("{}: a mosaic needs at least one tile", path.string()));
    }
    initialise();
    const auto mosaic = build(path, grid, tiles);
    copy_names(*mosaic, tiles.front());
    const auto folder = std::filesystem::absolute(path).lexically_normal().parent_path();
    core::write_text_file(path, relative_xml(*mosaic, folder));
}

}  // namespace mineprint::gdal_io
