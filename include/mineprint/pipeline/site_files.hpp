// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "mineprint/hdf5_io/file.hpp"
#include "mineprint/pipeline/result_layer_file.hpp"
#include "mineprint/pipeline/result_tables.hpp"
#include "mineprint/pipeline/site_search.hpp"

namespace mineprint::pipeline {

/// Writes and reads the group `sites` of a region in results.h5.
void write_site_tables(hdf5_io::File& file, const std::string& group, const SiteTables& tables,
                       const LayerAxes& axes);
[[nodiscard]] SiteTables read_site_tables(const hdf5_io::File& file, const std::string& group,
                                          const LayerAxes& axes);

/// Writes `sites.gpkg`, `.geojson` and `.kml` into a region's folder; removes them where there is
/// no site.
void write_site_maps(const std::filesystem::path& folder, const RegionJob& job,
                     const std::string& crs_wkt, const FoundSites& sites);

/// The table of all regions' sites: one row a site and epoch, with the site's properties.
[[nodiscard]] std::string sites_csv(const ResultTables& tables);

/// A few lines on the sites of a region.
[[nodiscard]] std::string sites_text(const SiteTables& tables);

}  // namespace mineprint::pipeline
