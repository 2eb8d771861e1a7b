// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mineprint/archive/harmonise.hpp"
#include "mineprint/archive/product.hpp"
#include "mineprint/archive/quality.hpp"
#include "mineprint/archive/scene.hpp"
#include "mineprint/archive/scene_filter.hpp"

namespace mineprint::archive {

/// One ready-made multi-band image that stands for an epoch.
struct ImageItem {
    std::string epoch;
    std::filesystem::path path;
};

struct ArchiveOptions {
    std::filesystem::path root;     ///< searched for products
    std::filesystem::path items;    ///< or a file or folder of STAC items
    std::vector<ImageItem> images;  ///< or ready-made images
    std::vector<std::string>
        bands;  ///< names of an image's bands in their order; for products: which are used
    std::optional<double> scale;  ///< for images; default: what the file says
    std::optional<double> offset;
    std::optional<double> nodata;
    SceneFilter filter;
    Remote remote = Remote::no;
    BoaOffset boa_offset = BoaOffset::automatic;
    QualityOptions quality;
    Harmonisation harmonise;
};

struct Catalogue {
    std::vector<Scene> scenes;  ///< ordered by date, then id
    std::vector<Quarantined>
        quarantined;  ///< products that could not be understood, with the cause
};

/// A ready-made image as a scene: its bands are `options.bands` in their order; scale, offset and
/// nodata are the options', else the file's. The date is left as it is made: the epoch tells it.
/// Throws DataError when the file's band count does not fit `options.bands`, or it has no CRS.
[[nodiscard]] Scene read_image(const ImageItem& item, const ArchiveOptions& options);

/// Orders scenes and keeps one of those that show the same acquisition: any before a provisional
/// one (tier RT of Landsat), then the newest processing, then the smallest id (L2SP before L2SR).
/// Images, and scenes that do not say what they show, are all kept.
[[nodiscard]] Catalogue make_catalogue(std::vector<Scene> scenes,
                                       std::vector<Quarantined> quarantined);

}  // namespace mineprint::archive
