// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mineprint/archive/scene.hpp"

namespace mineprint::archive {

/// One ready-made multi-band image that stands for an epoch.
struct ImageItem {
    std::string epoch;
    std::filesystem::path path;
};

struct ArchiveOptions {
    std::filesystem::path root;     ///< searched for Landsat Collection-2 Level-2 products
    std::vector<ImageItem> images;  ///< or ready-made images
    std::vector<std::string>
        bands;  ///< names of an image's bands in their order; for products: which are used
    std::optional<double> scale;  ///< for images; default: what the file says
    std::optional<double> offset;
    std::optional<double> nodata;
    std::vector<std::string> sensors;  ///< TM, ETM+, OLI; empty: all
};

struct Catalogue {
    std::vector<Scene> scenes;  ///< ordered by date, then id
    std::vector<Quarantined>
        quarantined;  ///< products that could not be understood, with the cause
};

/// Paths of all metadata files of products below `root`, sorted: what `read_product` takes. Throws
/// DataError when `root` is not a folder that can be read.
[[nodiscard]] std::vector<std::filesystem::path> find_products(const std::filesystem::path& root);

/// A product from its `*_MTL.txt`: names, dates, scale and offset from the metadata; grid from its
/// files. Throws DataError.
[[nodiscard]] Scene read_product(const std::filesystem::path& metadata_file);

/// A ready-made image as a scene. Throws DataError when the file's band count does not fit
/// `options.bands`.
[[nodiscard]] Scene read_image(const ImageItem& item, const ArchiveOptions& options);

/// Orders scenes and keeps one of those that show the same acquisition: T1 and T2 before RT, then
/// the newest processing.
[[nodiscard]] Catalogue make_catalogue(std::vector<Scene> scenes,
                                       std::vector<Quarantined> quarantined);

}  // namespace mineprint::archive
