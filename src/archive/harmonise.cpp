// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/harmonise.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::archive {
namespace {

constexpr std::array<BandAdjustment, 6> roy_ols{{{"blue", 0.8474, 0.0003},
                                                 {"green", 0.8483, 0.0088},
                                                 {"red", 0.9047, 0.0061},
                                                 {"nir", 0.8462, 0.0412},
                                                 {"swir1", 0.8937, 0.0254},
                                                 {"swir2", 0.9071, 0.0172}}};
constexpr std::array<BandAdjustment, 6> roy_rma{{{"blue", 0.9785, -0.0095},
                                                 {"green", 0.9542, -0.0016},
                                                 {"red", 0.9825, -0.0022},
                                                 {"nir", 1.0073, -0.0021},
                                                 {"swir1", 1.0171, -0.0030},
                                                 {"swir2", 0.9949, 0.0029}}};
constexpr std::array<BandAdjustment, 6> no_roy{};

constexpr std::array<BandAdjustment, 7> hls_2a{{{"coastal", 0.9959, -0.0002},
                                                {"blue", 0.9778, -0.0040},
                                                {"green", 1.0053, -0.0009},
                                                {"red", 0.9765, 0.0009},
                                                {"nir", 0.9983, -0.0001},
                                                {"swir1", 0.9987, -0.0011},
                                                {"swir2", 1.003, -0.0012}}};
constexpr std::array<BandAdjustment, 7> hls_2b{{{"coastal", 0.9959, -0.0002},
                                                {"blue", 0.9778, -0.0040},
                                                {"green", 1.0075, -0.0008},
                                                {"red", 0.9761, 0.0010},
                                                {"nir", 0.9966, 0.0000},
                                                {"swir1", 1.000, -0.0003},
                                                {"swir2", 0.9867, 0.0004}}};

template <std::size_t Size>
void adjust(Scene& scene, const std::array<BandAdjustment, Size>& table) {
    for (BandFile& band : scene.bands) {
        const auto* line = std::find_if(table.begin(), table.end(), [&](const BandAdjustment& a) {
            return a.band == band.band;
        });
        if (line != table.end()) {
            band.scale = line->slope * band.scale;
            band.offset = line->slope * band.offset + line->intercept;
        }
    }
}

void take_narrow_infrared(Scene& scene) {
    if (scene.find("nir") == nullptr) {
        return;
    }
    const BandFile* narrow = scene.find("nir08");
    if (narrow == nullptr) {
        throw core::DataError(fmt::format(
            "the scene {} has no band B8A (nir08), the near infrared that composite.harmonise=hls "
            "is made for",
            scene.id));
    }
    BandFile replacement = *narrow;
    replacement.band = "nir";
    for (BandFile& band : scene.bands) {
        if (band.band == "nir") {
            band = replacement;
        }
    }
}

}  // namespace

std::string harmonisation_text(const Harmonisation& harmonisation) {
    const char* roy = harmonisation.roy == Harmonisation::Roy::ols   ? "roy-ols"
                      : harmonisation.roy == Harmonisation::Roy::rma ? "roy-rma"
                                                                     : "";
    if (!harmonisation.hls) {
        return *roy == '\0' ? "none" : roy;
    }
    return *roy == '\0' ? "hls" : fmt::format("{},hls", roy);
}

const std::array<BandAdjustment, 6>& roy_table(Harmonisation::Roy kind) {
    return kind == Harmonisation::Roy::ols   ? roy_ols
           : kind == Harmonisation::Roy::rma ? roy_rma
                                             : no_roy;
}

const std::array<BandAdjustment, 7>& hls_table(std::string_view platform) {
    return platform == "sentinel-2b" ? hls_2b : hls_2a;
}

void harmonise(Scene& scene, const Harmonisation& harmonisation) {
    if (scene.harmonised) {
        return;
    }
    if (scene.sensor == Sensor::tm || scene.sensor == Sensor::etm) {
        adjust(scene, roy_table(harmonisation.roy));
    } else if (scene.sensor == Sensor::msi && harmonisation.hls) {
        take_narrow_infrared(scene);
        adjust(scene, hls_table(scene.platform));
    }
}

}  // namespace mineprint::archive
