// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/catalogue.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "mineprint/archive/landsat_name.hpp"

namespace mineprint::archive {
namespace {

/// A scene with what its name tells; images have none.
struct Candidate {
    Scene scene;
    std::optional<LandsatName> name;
};

auto acquisition(const LandsatName& name) {
    return std::tuple(name.satellite, name.wrs_path, name.wrs_row, name.acquired);
}

/// Smaller is better: final tiers before RT, then the newest processing, then the name, then the
/// place.
auto preference(const Candidate& candidate) {
    return std::tuple(candidate.name->tier == "RT", -candidate.name->processed.days_since_1970(),
                      std::cref(candidate.scene.id), std::cref(candidate.scene.quality_path));
}

bool same_acquisition(const Candidate& a, const Candidate& b) {
    return a.name && b.name && acquisition(*a.name) == acquisition(*b.name);
}

/// Images first, then acquisition by acquisition with the one to keep in front.
bool before(const Candidate& a, const Candidate& b) {
    if (!a.name || !b.name) {
        return !a.name && b.name;
    }
    const auto left = acquisition(*a.name);
    const auto right = acquisition(*b.name);
    if (left != right) {
        return left < right;
    }
    const auto [a_provisional, a_age, a_id, a_path] = preference(a);
    const auto [b_provisional, b_age, b_id, b_path] = preference(b);
    return std::tuple(a_provisional, a_age, a_id.get(), a_path.get()) <
           std::tuple(b_provisional, b_age, b_id.get(), b_path.get());
}

}  // namespace

Catalogue make_catalogue(std::vector<Scene> scenes, std::vector<Quarantined> quarantined) {
    std::vector<Candidate> candidates;
    candidates.reserve(scenes.size());
    for (Scene& scene : scenes) {
        std::optional<LandsatName> name;
        if (scene.sensor != Sensor::image) {
            name = LandsatName::parse(scene.id);
        }
        candidates.push_back({std::move(scene), std::move(name)});
    }
    std::stable_sort(candidates.begin(), candidates.end(), before);
    candidates.erase(std::unique(candidates.begin(), candidates.end(), same_acquisition),
                     candidates.end());
    Catalogue catalogue;
    catalogue.scenes.reserve(candidates.size());
    for (Candidate& candidate : candidates) {
        catalogue.scenes.push_back(std::move(candidate.scene));
    }
    std::stable_sort(catalogue.scenes.begin(), catalogue.scenes.end(),
                     [](const Scene& a, const Scene& b) {
                         return std::tie(a.date, a.id) < std::tie(b.date, b.id);
                     });
    catalogue.quarantined = std::move(quarantined);
    std::sort(catalogue.quarantined.begin(), catalogue.quarantined.end());
    return catalogue;
}

}  // namespace mineprint::archive
