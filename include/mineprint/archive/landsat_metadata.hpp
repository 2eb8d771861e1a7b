// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mineprint/archive/landsat_name.hpp"
#include "mineprint/archive/scene.hpp"

namespace mineprint::archive {

/// A surface-reflectance band as the metadata tells of it: stored value × scale + offset.
struct LandsatBandRecord {
    std::string band;  ///< our name
    int number = 0;    ///< Landsat's
    std::string file;  ///< name without folder
    double scale = 1;
    double offset = 0;
};

/// What a product's `*_MTL.txt`, `.xml` or `.json` says of its Level-2 reflectance.
struct LandsatMetadata {
    LandsatName name;
    double cloud_cover_pct = -1;           ///< -1: not told
    std::vector<LandsatBandRecord> bands;  ///< by number
    std::string quality_file;              ///< QA_PIXEL
    // The following are empty where the metadata does not name them.
    std::string saturation_file;      ///< QA_RADSAT
    std::string aerosol_file;         ///< SR_QA_AEROSOL, Landsat 8 and 9
    std::string internal_cloud_file;  ///< SR_CLOUD_QA, Landsat 4 to 7
};

/// Reads scale and offset from the Level-2 group alone: the same keys stand in the Level-1 groups
/// of the same file with other values. Throws DataError that names the file and the key: a key is
/// missing or not a number, or product name, satellite, sensor and date contradict each other.
[[nodiscard]] LandsatMetadata read_landsat_metadata(const std::filesystem::path& metadata_file);

/// What a product's name tells of its scene.
[[nodiscard]] Scene landsat_scene(const LandsatName& name);

}  // namespace mineprint::archive
