// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/catalogue.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace mineprint::archive {
namespace {

const std::filesystem::path& place_of(const Scene& scene) {
    static const std::filesystem::path nowhere;
    return scene.bands.empty() ? nowhere : scene.bands.front().path;
}

bool same_acquisition(const Scene& a, const Scene& b) {
    return !a.acquisition.empty() && a.acquisition == b.acquisition;
}

/// Acquisition by acquisition, with the one to keep in front.
bool before(const Scene& a, const Scene& b) {
    return std::tie(a.acquisition, a.provisional, b.processed, a.id, place_of(a)) <
           std::tie(b.acquisition, b.provisional, a.processed, b.id, place_of(b));
}

}  // namespace

Catalogue make_catalogue(std::vector<Scene> scenes, std::vector<Quarantined> quarantined) {
    std::stable_sort(scenes.begin(), scenes.end(), before);
    scenes.erase(std::unique(scenes.begin(), scenes.end(), same_acquisition), scenes.end());
    std::stable_sort(scenes.begin(), scenes.end(), [](const Scene& a, const Scene& b) {
        return std::tie(a.date, a.id) < std::tie(b.date, b.id);
    });
    std::sort(quarantined.begin(), quarantined.end());
    return {std::move(scenes), std::move(quarantined)};
}

}  // namespace mineprint::archive
