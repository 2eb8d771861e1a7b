// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "mineprint/report/map_files.hpp"
#include "mineprint/report/result_json.hpp"

namespace mineprint::report {

struct MapOptions {
    std::int64_t longest_side = 1200;  ///< cells
    int num_threads = 1;
};

/// The map of a region as the report embeds it, pictures as data URIs: `{width, height, factor,
/// cell_size, crs, units, extent, expansion: [per epoch], unobserved: [per epoch, null: all seen],
/// probability: [per epoch, null: no map], backgrounds: [{name, title, images: [per epoch]}],
/// zones: [{layer, zones: [{code, name, rings}]}], sites: site_list or null, notes: […]}`. Rings
/// are `Outline`s. A zone layer that cannot be read any more is told in `notes`.
[[nodiscard]] Json region_map(const Json& region, const MapFiles& maps, const MapOptions& options);

}  // namespace mineprint::report
