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

/// Paths of the metadata files of all products below `root`, sorted: what `read_product` takes. One
/// file for each product: its `*_MTL.txt`, where that is missing `.json` or `.xml`. Products of
/// another level or collection are listed too, for `read_product` to say why they cannot be used.
/// Links are followed, no folder is visited twice. Throws DataError when `root`, or a folder in it,
/// cannot be read.
[[nodiscard]] std::vector<std::filesystem::path> find_products(const std::filesystem::path& root);

/// A product from its metadata file: names, dates, scale and offset from the metadata; grid from
/// its files. `bands` and QA_PIXEL must be there; a band that is not asked for is left out of the
/// scene when its file is missing, and `saturation_path` is empty where there is no QA_RADSAT.
/// Throws DataError that names the product and the file.
[[nodiscard]] Scene read_product(const std::filesystem::path& metadata_file,
                                 std::span<const std::string> bands);
/// The same for the six bands that all sensors have: blue, green, red, nir, swir1, swir2.
[[nodiscard]] Scene read_product(const std::filesystem::path& metadata_file);

/// A ready-made image as a scene: its bands are `options.bands` in their order; scale, offset and
/// nodata are the options', else the file's. The date is left as it is made: the epoch tells it.
/// Throws DataError when the file's band count does not fit `options.bands`, or it has no CRS.
[[nodiscard]] Scene read_image(const ImageItem& item, const ArchiveOptions& options);

/// Orders scenes and keeps one of those that show the same acquisition (satellite, path, row and
/// date): T1 and T2 before RT, then the newest processing, then L2SP before L2SR. Images are all
/// kept.
[[nodiscard]] Catalogue make_catalogue(std::vector<Scene> scenes,
                                       std::vector<Quarantined> quarantined);

}  // namespace mineprint::archive
