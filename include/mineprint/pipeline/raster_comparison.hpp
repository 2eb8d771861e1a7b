// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mineprint::pipeline {

/// Says where two rasters differ: grid, bands, metadata, and of each band the first pixel with its
/// two values. Throws DataError when one of them cannot be read.
[[nodiscard]] std::vector<std::string> raster_differences(const std::filesystem::path& a,
                                                          const std::filesystem::path& b);

}  // namespace mineprint::pipeline
