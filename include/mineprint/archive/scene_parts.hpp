// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "mineprint/archive/scene.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"

namespace mineprint::archive {

// What the readers of all sources share.

/// Adds a file's size and time to the scene's. False when there is no such file. Of a file inside
/// an archive file (`/vsizip/`) it only tells whether it is there.
bool account(Scene& scene, const std::filesystem::path& path);

/// When something was last added to, or taken from, the folder of the scene's product, in
/// nanoseconds since 1970; 0 where that cannot be told.
[[nodiscard]] std::int64_t folder_time(const Scene& scene);

/// Throws DataError unless the scene has every band of `wanted`.
void require_bands(const Scene& scene, std::span<const std::string> wanted);

/// The grid of an open file. Throws DataError when it has no CRS.
[[nodiscard]] geo::Grid grid_of(const gdal_io::RasterInfo& info);

/// How many pixels of `fine` lie along one side of a pixel of `coarse`. Throws DataError naming
/// `what` when that is no whole number.
[[nodiscard]] int coarseness_of(const geo::Grid& coarse, const geo::Grid& fine,
                                const std::string& what);

}  // namespace mineprint::archive
