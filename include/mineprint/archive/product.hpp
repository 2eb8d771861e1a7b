// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mineprint/archive/scene.hpp"

namespace mineprint::archive {

/// What kind of product a file belongs to; each has a reader of its own.
enum class Source { landsat, sentinel2, hls, force, stac };
/// `Landsat Collection 2 Level-2`, …
[[nodiscard]] std::string_view source_name(Source source);

/// A product, by the one file that stands for it: `*_MTL.txt` (`.json`, `.xml`) of Landsat,
/// `MTD_MSIL2A.xml` or the zip of Sentinel-2, `*.Fmask.tif` of HLS, `*_BOA.tif` of FORCE, the item
/// of STAC.
struct Product {
    Source source = Source::landsat;
    std::filesystem::path path;
    std::strong_ordering operator<=>(const Product& other) const {
        const int order = path.compare(other.path);
        return order != 0 ? order <=> 0 : source <=> other.source;
    }
    bool operator==(const Product&) const = default;
};

/// Whether catalogues of others say the truth about the Sentinel-2 offset; see
/// docs/methods/archives.md.
enum class BoaOffset {
    automatic,  ///< what the item says
    applied,    ///< the stored values are without the offset, whatever the item says
    stored      ///< the stored values carry the offset, whatever the item says
};

/// Whether files of STAC items may be asked for over the network.
enum class Remote {
    no,
    yes,  ///< at the address the item gives
    s3    ///< at the alternate address in S3 where the item gives one
};

/// A name for a product that cannot be read: that of its file, or of its folder where the file's
/// says nothing.
[[nodiscard]] std::string product_label(const Product& product);

struct ReadOptions {
    std::vector<std::string> bands = common_bands();  ///< without these a product is not complete
    Remote remote = Remote::no;
    BoaOffset boa_offset = BoaOffset::automatic;
};

/// Products of all sources below `root`, sorted by path. One file for each product. Products of
/// another level or collection are listed too, for `read_product` to say why they cannot be used.
/// Links are followed, no folder is visited twice. Throws DataError when `root`, or a folder in it,
/// cannot be read.
[[nodiscard]] std::vector<Product> find_products(const std::filesystem::path& root);

/// A product as a scene: names, dates, scale and offset from its metadata; grid from its metadata
/// or files. The bands of `options` and the quality layer must be there; a band that is not asked
/// for is left out when its file is missing. Nothing where the file turns out to be no product at
/// all (a JSON file that is no STAC item). Throws DataError that names the product and the file.
[[nodiscard]] std::optional<Scene> read_product(const Product& product, const ReadOptions& options);

// One reader for each source, by the file that stands for the product.

[[nodiscard]] Scene read_landsat(const std::filesystem::path& metadata_file,
                                 const ReadOptions& options = {});
[[nodiscard]] Scene read_sentinel2(const std::filesystem::path& metadata_file_or_zip,
                                   const ReadOptions& options = {});
[[nodiscard]] Scene read_hls(const std::filesystem::path& fmask_file,
                             const ReadOptions& options = {});
[[nodiscard]] Scene read_force(const std::filesystem::path& boa_file,
                               const ReadOptions& options = {});

}  // namespace mineprint::archive
