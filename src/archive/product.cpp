// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/product.hpp"

#include "mineprint/core/error.hpp"

namespace mineprint::archive {

std::string_view source_name(Source source) {
    switch (source) {
        case Source::landsat:
            return "Landsat Collection 2 Level-2";
        case Source::sentinel2:
            return "Sentinel-2 Level-2A";
        case Source::hls:
            return "HLS v2";
        case Source::force:
            return "FORCE Level-2 ARD";
        case Source::stac:
            return "STAC item";
    }
    throw core::RunError("a source without a name");
}

std::string product_label(const Product& product) {
    const bool in_folder =
        product.source == Source::sentinel2 && product.path.extension() == ".xml";
    return (in_folder ? product.path.parent_path() : product.path).stem().string();
}

std::optional<Scene> read_product(const Product& product, const ReadOptions& options) {
    switch (product.source) {
        case Source::landsat:
            return read_landsat(product.path, options);
        case Source::sentinel2:
            return read_sentinel2(product.path, options);
        case Source::hls:
            return read_hls(product.path, options);
        case Source::force:
            return read_force(product.path, options);
        case Source::stac:
            return std::nullopt;
    }
    throw core::RunError("a source without a reader");
}

}  // namespace mineprint::archive
