// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "mineprint/core/log.hpp"
#include "mineprint/report/map_files.hpp"
#include "mineprint/report/result_json.hpp"

namespace mineprint::report {

struct GisOptions {
    std::filesystem::path output;  ///< of the run; files go to `<output>/<region>/`
    bool cog = false;              ///< one cloud-optimised GeoTIFF for each map
    int num_threads = 1;
};

/// Writes what a geographic information system opens, beside the maps of a region:
///
/// - of our own maps: `class_<epoch>.qml`, `probability_<epoch>.qml` (QGIS finds them by their
///   names), `<region>.qgs`, `stac/collection.json` with an item an epoch, and with `cog` also
///   `class_<epoch>.tif` with its attribute table in `.aux.xml`, `probability_<epoch>.tif`;
/// - of all maps: `new_<target>.geojson`, `.gpkg` and `.kml`, where the target class appeared;
///   `quicklooks/<kind>_<epoch>.png`.
///
/// Maps too large for polygons have none; the log says so. Throws DataError, RunError.
void write_gis_products(const Json& region, const MapFiles& maps, const GisOptions& options,
                        const Json& results, const core::Log& log);

}  // namespace mineprint::report
