// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include <cmath>
#include <regex>

#include <fmt/format.h>

#include "mineprint/archive/sentinel2_metadata.hpp"
#include "mineprint/archive/stac_item.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::archive {
namespace {

// Level-2A values have been quantified by 10 000, and from baseline 04.00 on shifted by 1000, in
// every product so far (Sentinel-2 Products Specification Document). Items that say nothing of it
// are understood so; what they say wins.
constexpr double usual_scale = 1e-4;
constexpr double usual_offset = -1000 * usual_scale;
constexpr double usual_nodata = 0;
constexpr double usual_saturated = 65535;

/// The names of a band's asset: by code, and the common names of the STAC versions.
std::vector<std::string> asset_keys(const Sentinel2Band& band) {
    std::vector<std::string> keys{std::string(band.code)};
    if (band.band == "swir1") {
        keys.emplace_back("swir16");
    } else if (band.band == "swir2") {
        keys.emplace_back("swir22");
    } else {
        keys.emplace_back(band.band);
    }
    return keys;
}

std::string first_asset(const StacItem& item, const std::vector<std::string>& keys) {
    for (const std::string& key : keys) {
        if (item.has_asset(key)) {
            return key;
        }
    }
    return {};
}

/// The name of the product the item was made of, from where the catalogues put it.
std::optional<Sentinel2Name> product_name(const StacItem& item) {
    for (const std::string& text :
         {item.property("s2:product_uri"), item.property("sentinel:product_id"), item.id()}) {
        if (auto name = Sentinel2Name::parse(text)) {
            return name;
        }
    }
    return std::nullopt;
}

void refuse_level1(const StacItem& item, const std::optional<Sentinel2Name>& name) {
    const bool level1 = (name && name->level == "L1C") ||
                        item.id().find("_L1C") != std::string::npos ||
                        item.id().find("MSIL1C") != std::string::npos;
    if (level1) {
        item.fail(
            "it is of Level-1C, reflectance at the top of the atmosphere; Level-2A is "
            "needed");
    }
}

std::string baseline_of(const StacItem& item, const std::optional<Sentinel2Name>& name) {
    std::string told;
    for (const char* key : {"s2:processing_baseline", "sentinel:processing_baseline"}) {
        told = told.empty() ? item.property(key) : told;
    }
    if (told.empty() && !name) {
        item.fail(
            "it does not tell its processing baseline, without which its values mean "
            "nothing");
    }
    if (told.empty()) {
        return name->baseline;
    }
    const int number = baseline_number(told, item.id());
    if (name && baseline_number(name->baseline, item.id()) != number) {
        item.fail(fmt::format("its processing baseline '{}' contradicts that of its product, {}",
                              told, name->id));
    }
    return fmt::format("{:02}.{:02}", number / 100, number % 100);
}

std::string platform_of(const StacItem& item) {
    std::string platform = item.property("platform");
    std::transform(platform.begin(), platform.end(), platform.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    static const std::regex pattern("sentinel-2[a-d]");
    if (!std::regex_match(platform, pattern)) {
        item.fail(fmt::format("its platform '{}' is none of sentinel-2a to sentinel-2d",
                              item.property("platform")));
    }
    return platform;
}

/// The granule an item shows, `T01WCP_20230625T234624`, where its files or its id name it.
std::string granule_of(const StacItem& item, const std::string& key) {
    static const std::regex pattern("T[0-9]{2}[A-Z]{3}(_A[0-9]{6})?_[0-9]{8}T[0-9]{6}");
    const std::string href = item.href(key);
    const std::size_t folder = href.find("GRANULE/");
    const std::string places[] = {folder == std::string::npos ? "" : href.substr(folder),
                                  item.id()};
    for (const std::string& text : places) {
        std::smatch match;
        if (std::regex_search(text, match, pattern)) {
            const std::string granule = match[0].str();
            return granule.substr(0, 6) + granule.substr(granule.size() - 16);
        }
    }
    return {};
}

Scene scene_of(const StacItem& item, const std::string& any_band) {
    const auto name = product_name(item);
    refuse_level1(item, name);
    Scene scene;
    scene.id = item.id();
    scene.sensor = Sensor::msi;
    scene.platform = platform_of(item);
    if (name && name->platform != scene.platform) {
        item.fail(
            fmt::format("its platform '{}' contradicts its product, {}", scene.platform, name->id));
    }
    scene.date = item.date();
    scene.baseline = baseline_of(item, name);
    const std::string granule = granule_of(item, any_band);
    scene.acquisition = fmt::format("{} {}", scene.platform, granule.empty() ? item.id() : granule);
    scene.processed = fmt::format("{} {}", scene.baseline, name ? name->processed : "");
    scene.cloud_cover_pct = item.number("eo:cloud_cover").value_or(-1);
    return scene;
}

/// What is to be added to the scaled values of a band.
double offset_of(const StacItem& item, const AssetScaling& told, const Scene& scene,
                 BoaOffset choice) {
    const bool carries = baseline_number(scene.baseline, scene.id) >= first_offset_baseline;
    const double by_baseline = carries ? usual_offset : 0;
    auto applied = item.flag("earthsearch:boa_offset_applied");
    applied = applied ? applied : item.flag("sentinel:boa_offset_applied");
    if (choice == BoaOffset::applied ||
        (choice == BoaOffset::automatic && applied.value_or(false))) {
        return 0;
    }
    const double offset = told.offset.value_or(by_baseline);
    const bool contradicts = (offset == 0) != (by_baseline == 0);
    if (contradicts && (!carries || applied.has_value() || choice == BoaOffset::stored)) {
        item.fail(fmt::format(
            "it is of baseline {}, and says that {:g} is to be added to its reflectance: the two "
            "contradict each other. Find out what its stored values are, and give "
            "archive.boa-offset=applied or correct the item",
            scene.baseline, offset));
    }
    return offset;
}

}  // namespace

bool is_sentinel2_item(const StacItem& item) {
    std::string platform = item.property("platform");
    std::transform(platform.begin(), platform.end(), platform.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return platform.starts_with("sentinel-2") || item.property("constellation") == "sentinel-2" ||
           product_name(item).has_value();
}

Scene read_sentinel2_item(const StacItem& item, const ReadOptions& options) {
    const std::string red = first_asset(item, {"B04", "red"});
    Scene scene = scene_of(item, red);
    const std::string classes = first_asset(item, {"SCL", "scl"});
    if (classes.empty()) {
        item.fail("it has no scene classification (SCL): is it of Level-1C?");
    }
    const Scene& told = scene;
    std::vector<std::pair<std::string, BandFile>> bands;
    for (const Sentinel2Band& band : sentinel2_bands()) {
        const std::string key = first_asset(item, asset_keys(band));
        if (key.empty()) {
            continue;
        }
        const AssetScaling scaling = item.scaling(key);
        BandFile file;
        file.band = band.band;
        file.scale = scaling.scale.value_or(usual_scale);
        file.offset = offset_of(item, scaling, told, options.boa_offset);
        file.nodata = scaling.nodata.value_or(usual_nodata);
        file.saturated = usual_saturated;
        bands.emplace_back(key, std::move(file));
    }
    StacSceneBuilder builder(item, options, std::move(scene));
    for (auto& [key, file] : bands) {
        builder.add_band(key, std::move(file));
    }
    builder.add_quality(classes, QualityKind::sentinel2_scene);
    return builder.finish();
}

}  // namespace mineprint::archive
