// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/scene_files.hpp"

#include <cmath>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"

namespace mineprint::archive {
namespace {

/// Same lattice and size; corners may differ by a thousandth of a pixel, as files store them
/// rounded.
bool same_grid(const geo::Grid& a, const geo::Grid& b) {
    const auto near = [](double x, double y, double pixel) {
        return std::abs(x - y) <= 1e-3 * pixel;
    };
    const geo::Extent left = a.extent();
    const geo::Extent right = b.extent();
    return a.width == b.width && a.height == b.height &&
           near(left.xmin, right.xmin, a.pixel_width) &&
           near(left.xmax, right.xmax, a.pixel_width) &&
           near(left.ymin, right.ymin, a.pixel_height) &&
           near(left.ymax, right.ymax, a.pixel_height) &&
           (a.crs_wkt == b.crs_wkt || gdal_io::same_crs(a.crs_wkt, b.crs_wkt));
}

}  // namespace

gdal_io::RasterReader& SceneFiles::open(const std::filesystem::path& path, int coarseness) {
    return open_files_.open(path, [&](const gdal_io::RasterReader& reader) {
        if (!same_grid(reader.info().grid, coarser(scene_.grid, coarseness))) {
            throw core::DataError(fmt::format(
                "the files of the scene {} do not lie on one grid: {} has another CRS, origin, "
                "resolution or size than the rest",
                scene_.id, path.string()));
        }
    });
}

const gdal_io::SourceMap& SourceMaps::of(int coarseness) {
    const auto known = maps_.find(coarseness);
    if (known != maps_.end()) {
        return known->second;
    }
    const geo::Grid grid = coarser(scene_.grid, coarseness);
    return maps_.emplace(coarseness, gdal_io::SourceMap(grid, region_, window_)).first->second;
}

}  // namespace mineprint::archive
