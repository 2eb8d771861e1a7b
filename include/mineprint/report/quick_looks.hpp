// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "mineprint/gdal_io/image_bytes.hpp"
#include "mineprint/report/overview.hpp"

namespace mineprint::report {

/// A composite as a picture.
struct QuickLook {
    std::string name;   ///< `natural`, `vegetation`, `short-wave`, `ndvi`: part of file names
    std::string title;  ///< for people
    gdal_io::Picture picture;
};

/// What can be shown of a composite, by the bands it has: natural colours (red, green, blue),
/// vegetation in red (nir, red, green), bare ground (swir1, nir, red), and ndvi from brown (0) to
/// green (0.9). Each band is stretched from its 2nd to its 98th percentile over the cells; cells
/// without a value are pale grey.
[[nodiscard]] std::vector<QuickLook> quick_looks(const std::filesystem::path& composite,
                                                 const Cells& cells, int num_threads);

}  // namespace mineprint::report
