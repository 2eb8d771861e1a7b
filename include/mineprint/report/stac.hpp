// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/gdal_io/raster_writer.hpp"
#include "mineprint/report/map_files.hpp"
#include "mineprint/report/result_json.hpp"

namespace mineprint::report {

/// An asset of an item; the path is as seen from the item.
struct StacAsset {
    std::string key;
    std::string title;
    std::string path;
    std::string type;  ///< media type
    bool classified = false;
};

/// A STAC 1.0.0 item of one epoch, with the extensions projection 1.1.0, processing 1.1.0 and
/// classification 1.1.0. No time of making: equal runs give equal bytes.
[[nodiscard]] Json stac_item(const Json& region, std::size_t epoch, const MapFiles& maps,
                             const std::vector<StacAsset>& assets,
                             const std::vector<gdal_io::ColourEntry>& colours,
                             const std::string& program_version);

/// The collection of a region's items, `<epoch>.json` beside it.
[[nodiscard]] Json stac_collection(const Json& region, const MapFiles& maps,
                                   const std::string& program_version);

}  // namespace mineprint::report
