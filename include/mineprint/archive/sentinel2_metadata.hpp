// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mineprint/archive/product_names.hpp"

namespace mineprint::archive {

/// A band of the multispectral instrument: its name in files, its number in the metadata
/// (`band_id`), and our name for it.
struct Sentinel2Band {
    std::string_view code;  ///< B02, B8A
    int band_id = 0;
    std::string_view band;
};
/// Those mineprint uses: all but B09 (water vapour) and B10 (cirrus).
[[nodiscard]] std::span<const Sentinel2Band> sentinel2_bands();

/// What `MTD_MSIL2A.xml` says of a product.
struct Sentinel2Metadata {
    Sentinel2Name name;             ///< of PRODUCT_URI
    double cloud_cover_pct = -1;    ///< -1: not told
    double quantification = 10000;  ///< BOA_QUANTIFICATION_VALUE
    std::map<int, double> offsets;  ///< BOA_ADD_OFFSET by band_id; empty before baseline 04.00
    std::optional<double> nodata;
    std::optional<double> saturated;
    std::vector<std::string> images;  ///< IMAGE_FILE: paths in the product, without ending

    /// Reflectance is (stored + offset) / quantification. Throws DataError where a product of
    /// baseline 04.00 or later has no offset for a band.
    [[nodiscard]] double offset_of(const Sentinel2Band& band) const;
};

/// `text` is the file's content, `what` names it in errors. Throws DataError: not XML, an element
/// missing or not a number, another level than L2A, name and elements that contradict each other.
[[nodiscard]] Sentinel2Metadata parse_sentinel2_metadata(const std::string& text,
                                                         const std::string& what);

/// What a product's name tells of its scene.
[[nodiscard]] Scene sentinel2_scene(const Sentinel2Name& name);

}  // namespace mineprint::archive
