// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "mineprint/archive/product.hpp"
#include "mineprint/archive/scene.hpp"

namespace mineprint::archive {

/// A JSON file with STAC items (SpatioTemporal Asset Catalog, versions 0.7 to 1.1): one item, or an
/// ItemCollection such as a search gives.
class StacFile {
  public:
    /// Throws DataError naming the file when it is no JSON at all.
    explicit StacFile(const std::filesystem::path& path);
    ~StacFile();
    StacFile(StacFile&&) noexcept;
    StacFile& operator=(StacFile&&) noexcept;

    /// Number of items; 0 when the file holds something else.
    [[nodiscard]] std::size_t size() const;
    /// The id of an item, or its number where it has none.
    [[nodiscard]] std::string label(std::size_t item) const;
    /// An item as a scene. Landsat Collection 2 Level-2 surface reflectance and Sentinel-2 Level-2A
    /// are known. Throws DataError that says why an item cannot be used.
    [[nodiscard]] Scene read(std::size_t item, const ReadOptions& options) const;

  private:
    struct Content;
    std::unique_ptr<Content> content_;
};

/// All STAC files that `items` names: the file itself, or the `.json` files in the folder, at any
/// depth, sorted. Throws DataError when there is no such file or folder.
[[nodiscard]] std::vector<std::filesystem::path> find_stac_files(
    const std::filesystem::path& items);

}  // namespace mineprint::archive
