// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/product.hpp"

#include "mineprint/archive/scene_parts.hpp"
#include "mineprint/archive/stac_file.hpp"
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

namespace {

std::optional<Scene> read_any(const Product& product, const ReadOptions& options) {
    switch (product.source) {
        case Source::landsat:
            return read_landsat(product.path, options);
        case Source::sentinel2:
            return read_sentinel2(product.path, options);
        case Source::hls:
            return read_hls(product.path, options);
        case Source::force:
            return read_force(product.path, options);
        case Source::stac: {
            const StacFile file(product.path);
            return file.size() == 0 ? std::nullopt : std::optional(file.read(0, options));
        }
    }
    throw core::RunError("a source without a reader");
}

}  // namespace

std::optional<Scene> read_product(const Product& product, const ReadOptions& options) {
    std::optional<Scene> scene = read_any(product, options);
    if (scene && product.source != Source::stac) {
        scene->product = product.path;
        scene->folder_modified_ns = folder_time(*scene);
    }
    return scene;
}

}  // namespace mineprint::archive
