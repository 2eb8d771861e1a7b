// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <regex>

#include <fmt/format.h>

#include "mineprint/archive/landsat_metadata.hpp"
#include "mineprint/archive/stac_item.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::archive {
namespace {

// Items of the USGS do not tell them. One scale and offset hold for all reflectance of Collection 2
// Level-2, and stand in each product's MTL (USGS LSDS-1618, LSDS-1619).
constexpr double collection_scale = 2.75e-5;
constexpr double collection_offset = -0.2;
constexpr double collection_fill = 0;

/// A file of a Landsat product: the product's id and the layer.
struct LayerName {
    std::string product;
    std::string layer;
};

std::optional<LayerName> layer_name(const std::string& file) {
    static const std::regex pattern(
        "(L[COTEM][0-9]{2}_L[0-9][A-Z]{2}_[0-9]{6}_[0-9]{8}_[0-9]{8}_[0-9]{2}_[A-Z0-9]{2})_(.+)"
        "\\.(tif|TIF)");
    std::smatch match;
    if (!std::regex_match(file, match, pattern)) {
        return std::nullopt;
    }
    return LayerName{match[1].str(), match[2].str()};
}

struct QualityLayer {
    const char* layer;
    QualityKind kind;
};
constexpr std::array<QualityLayer, 4> quality_layers{
    {{"QA_PIXEL", QualityKind::landsat_pixel},
     {"QA_RADSAT", QualityKind::landsat_saturation},
     {"SR_QA_AEROSOL", QualityKind::landsat_aerosol},
     {"SR_CLOUD_QA", QualityKind::landsat_internal}}};

/// The layers of an item by name, with the key of their asset.
std::map<std::string, std::string> layers_of(const StacItem& item, std::string& product) {
    std::map<std::string, std::string> layers;
    for (const auto& [key, file] : item.assets()) {
        if (const auto name = layer_name(file)) {
            if (!product.empty() && product != name->product) {
                item.fail(fmt::format("its assets are of two products, {} and {}", product,
                                      name->product));
            }
            product = name->product;
            layers[name->layer] = key;
        }
    }
    return layers;
}

LandsatName name_of(const StacItem& item, const std::string& product) {
    LandsatName name;
    try {
        name = LandsatName::parse(product);
    } catch (const core::DataError& error) {
        item.fail(error.what());
    }
    if (item.date() != name.acquired) {
        item.fail(fmt::format("its datetime '{}' contradicts the name of its files, {}",
                              item.property("datetime"), product));
    }
    for (const char* key : {"platform", "eo:platform"}) {
        const std::string platform = item.property(key);
        if (!platform.empty() && platform.back() != static_cast<char>('0' + name.satellite)) {
            item.fail(fmt::format("its {} '{}' contradicts the name of its files, {}", key,
                                  platform, product));
        }
    }
    return name;
}

BandFile scaled_band(const StacItem& item, const std::string& key, std::string_view band) {
    const AssetScaling scaling = item.scaling(key);
    BandFile file;
    file.band = band;
    file.scale = scaling.scale.value_or(collection_scale);
    file.offset = scaling.offset.value_or(collection_offset);
    file.nodata = scaling.nodata.value_or(collection_fill);
    if (file.scale == 0) {
        item.fail(fmt::format("the scale of its asset '{}' is 0", key));
    }
    return file;
}

}  // namespace

bool is_landsat_item(const StacItem& item) {
    const auto assets = item.assets();
    return std::any_of(assets.begin(), assets.end(),
                       [](const auto& asset) { return layer_name(asset.second).has_value(); });
}

Scene read_landsat_item(const StacItem& item, const ReadOptions& options) {
    std::string product;
    const auto layers = layers_of(item, product);
    const LandsatName name = name_of(item, product);
    const bool has_reflectance = std::any_of(layers.begin(), layers.end(), [](const auto& layer) {
        return layer.first.starts_with("SR_B");
    });
    if (!has_reflectance) {
        item.fail(
            "it has no surface reflectance: it is an item of surface temperature or of "
            "another product");
    }
    Scene scene = landsat_scene(name);
    scene.cloud_cover_pct = item.number("eo:cloud_cover").value_or(-1);
    StacSceneBuilder builder(item, options, std::move(scene));
    for (const LandsatBand& band : landsat_bands(name.sensor)) {
        const auto layer = layers.find(fmt::format("SR_B{}", band.number));
        if (layer != layers.end()) {
            builder.add_band(layer->second, scaled_band(item, layer->second, band.band));
        }
    }
    if (!layers.contains("QA_PIXEL")) {
        item.fail("it has no asset for QA_PIXEL");
    }
    for (const QualityLayer& quality : quality_layers) {
        const auto layer = layers.find(quality.layer);
        if (layer != layers.end()) {
            builder.add_quality(layer->second, quality.kind);
        }
    }
    return builder.finish();
}

}  // namespace mineprint::archive
