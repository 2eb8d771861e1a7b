// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mineprint/simulate/acquisitions.hpp"
#include "mineprint/simulate/landscape.hpp"

namespace mineprint::simulate {

/// What ties a product to the options it was made with.
struct ProductStamp {
    std::string fingerprint;
    double noise = 0;  ///< standard deviation of a reflectance
};

/// Content of `<product id>_MTL.txt` (ODL): the groups a reader of Collection-2 Level-2 products
/// needs, and a group SIMULATION with SYNTHETIC = "YES" and the fingerprint.
[[nodiscard]] std::string metadata_text(const Landscape& landscape, const PlannedScene& scene,
                                        double cloud_cover_pct, const std::string& fingerprint);

/// Whether a metadata file is of a made-up product.
[[nodiscard]] bool is_synthetic(const std::string& metadata_text);
/// The fingerprint in a metadata file; empty where there is none.
[[nodiscard]] std::string fingerprint_in(const std::string& metadata_text);

/// A product's files below `root`, in a folder of its own: bands, QA_PIXEL, QA_RADSAT, the metadata
/// last.
[[nodiscard]] std::vector<std::filesystem::path> product_files(const PlannedScene& scene);

/// Makes one product. The metadata are written last and mark it as complete: a product that has
/// them with the same fingerprint is left alone.
void write_product(const std::filesystem::path& root, const Landscape& landscape,
                   const PlannedScene& scene, const EpochState& state, const ProductStamp& stamp);

}  // namespace mineprint::simulate
