// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "mineprint/geo/grid.hpp"
#include "mineprint/raster/raster.hpp"

/// A folder that exists as long as the object does.
class ScratchFolder {
  public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  private:
    std::filesystem::path path_;
};

/// The folder of real data, empty (with a warning that the case is skipped) where there is none.
std::filesystem::path shared_data();

using MetadataGroup = std::pair<std::string, std::vector<std::pair<std::string, std::string>>>;

/// A Landsat product as a test wants it: metadata of three forms, and small rasters.
struct SyntheticProduct {
    std::string id = "LC08_L2SP_131042_20200115_20200823_02_T1";
    std::string spacecraft = "LANDSAT_8";
    std::string sensor = "OLI_TIRS";
    std::string date = "2020-01-15";
    std::string cloud_cover = "12.50";
    std::vector<int> bands{1, 2, 3, 4, 5, 6, 7};
    std::vector<MetadataGroup> extra;  ///< keys to add or to replace
    std::vector<std::string>
        removed;  ///< keys to leave out of PRODUCT_CONTENTS and IMAGE_ATTRIBUTES

    [[nodiscard]] std::vector<MetadataGroup> groups() const;
    /// Each writes `<id>_MTL.<form>` and gives its path.
    std::filesystem::path write_odl(const std::filesystem::path& folder) const;
    std::filesystem::path write_xml(const std::filesystem::path& folder) const;
    std::filesystem::path write_json(const std::filesystem::path& folder) const;
};

/// Thematic Mapper: Landsat 5, bands 1 to 5 and 7.
SyntheticProduct thematic_mapper();

mineprint::geo::Grid synthetic_grid(std::int64_t width, std::int64_t height);

/// Writes `<id>_<layer>.TIF` for each layer, for example `SR_B2`, `QA_PIXEL`.
void write_layers(const std::filesystem::path& folder, const std::string& id,
                  const mineprint::geo::Grid& grid,
                  const std::map<std::string, mineprint::raster::Raster<std::uint16_t>>& layers);
