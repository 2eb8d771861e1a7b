// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/gdal_io/raster_writer.hpp"

namespace mineprint::report {

/// One raster layer of a QGIS project, from the top.
struct ProjectLayer {
    std::string title;
    std::string path;  ///< as seen from the project
    std::string pipe;  ///< the `<pipe>` element of its style
    bool shown = false;
};

/// The `<pipe>` of a class map: unique values with their colours and names.
[[nodiscard]] std::string class_pipe(const std::vector<gdal_io::ColourEntry>& colours);
/// The `<pipe>` of a probability map, 0 … 1 from transparent to dark.
[[nodiscard]] std::string probability_pipe();
/// A QGIS style file (`.qml`) with that pipe.
[[nodiscard]] std::string qgis_style(const std::string& pipe);

/// A QGIS project (`.qgs`) that shows raster layers in a CRS, over each other.
[[nodiscard]] std::string qgis_project(const std::string& title, const std::string& crs_wkt,
                                       const std::vector<ProjectLayer>& layers);

/// GDAL's side file of a class map (`.aux.xml`): names and an attribute table of values, names and
/// colours.
[[nodiscard]] std::string attribute_table_xml(const std::vector<gdal_io::ColourEntry>& colours);

}  // namespace mineprint::report
