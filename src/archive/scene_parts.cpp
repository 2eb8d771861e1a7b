// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/scene_parts.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/virtual_file.hpp"

namespace mineprint::archive {

namespace fs = std::filesystem;

namespace {

std::int64_t ns_since_1970(fs::file_time_type time) {
    const auto since_1970 = std::chrono::file_clock::to_sys(time).time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(since_1970).count();
}

}  // namespace

bool account(Scene& scene, const fs::path& path) {
    if (gdal_io::is_virtual(path)) {
        return gdal_io::virtual_file_exists(path);
    }
    std::error_code problem;
    const std::uintmax_t size = fs::file_size(path, problem);
    if (problem) {
        return false;
    }
    const fs::file_time_type written = fs::last_write_time(path, problem);
    if (problem) {
        return false;
    }
    scene.bytes += size;
    scene.modified_ns = std::max(scene.modified_ns, ns_since_1970(written));
    return true;
}

std::int64_t folder_time(const Scene& scene) {
    std::error_code problem;
    const fs::file_time_type written =
        fs::last_write_time(fs::absolute(scene.product).parent_path(), problem);
    return problem ? 0 : ns_since_1970(written);
}

void require_bands(const Scene& scene, std::span<const std::string> wanted) {
    for (const std::string& band : wanted) {
        if (scene.find(band) == nullptr) {
            throw core::DataError(
                fmt::format("the product {} has no band '{}': {} does not see it, or its file is "
                            "not there",
                            scene.id, band, sensor_name(scene.sensor)));
        }
    }
}

geo::Grid grid_of(const gdal_io::RasterInfo& info) {
    if (info.grid.crs_wkt.empty()) {
        throw core::DataError(
            fmt::format("{} has no CRS: write one into it, for example with gdal_edit.py -a_srs",
                        info.path.string()));
    }
    return info.grid;
}

int coarseness_of(const geo::Grid& coarse, const geo::Grid& fine, const std::string& what) {
    const double ratio = coarse.pixel_width / fine.pixel_width;
    const double whole = std::round(ratio);
    if (whole < 1 || whole > 100 || std::abs(ratio - whole) > 1e-3) {
        throw core::DataError(
            fmt::format("{}: its pixels of {:g} are no whole multiple of the {:g} of the finest "
                        "band",
                        what, coarse.pixel_width, fine.pixel_width));
    }
    return static_cast<int>(whole);
}

}  // namespace mineprint::archive
