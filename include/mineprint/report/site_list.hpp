// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "mineprint/geo/grid.hpp"
#include "mineprint/report/overview.hpp"
#include "mineprint/report/result_json.hpp"

namespace mineprint::report {

/// The mine sites of a file of points or polygons, for the map and the list: `{fields, items: [{x,
/// y, size, title, values}]}`; x and y in cells from the upper left corner of the map, at the
/// middle of a polygon's box. Every field of the file is shown under its own name; `size` is the
/// first field whose name has `area` in it, and the list begins with the largest. Throws DataError.
[[nodiscard]] Json site_list(const std::filesystem::path& file, const geo::Grid& grid,
                             const Cells& cells);

}  // namespace mineprint::report
