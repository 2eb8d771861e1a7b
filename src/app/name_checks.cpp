// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/name_checks.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "mineprint/app/option_table.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::app {
namespace {

using Names = std::vector<std::string>;

[[noreturn]] void refuse(const Settings& settings, const std::string& option, std::size_t index,
                         const std::string& cause) {
    throw core::UsageError(
        fmt::format("{}: {}: {}", settings.place_of(option, index).text(), option, cause));
}

template <class Items, class GetName>
Names names_of(const Items& items, GetName name_of) {
    Names names;
    for (const auto& item : items) {
        names.push_back(name_of(item));
    }
    return names;
}

/// The values of a repeated option must have different names.
void check_unique(const Settings& settings, const std::string& option, const Names& names,
                  const std::string& cure) {
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto [other, is_new] = seen.emplace(names[i], i);
        if (!is_new) {
            refuse(settings, option, i,
                   fmt::format("'{}' is there already ({}){}", names[i],
                               settings.place_of(option, other->second).text(), cure));
        }
    }
}

void check_known(const Settings& settings, const std::string& option, const Names& names,
                 const Names& known, const std::string& what) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (std::find(known.begin(), known.end(), names[i]) == known.end()) {
            refuse(settings, option, i,
                   fmt::format("'{}' is not {}; did you mean '{}'?", names[i], what,
                               core::nearest_name(names[i], known)));
        }
    }
}

/// A repeated `EPOCH:PATH` must name every epoch once.
void check_per_epoch(const Settings& settings, const std::string& option, const Names& names,
                     const Names& epochs) {
    if (names.empty()) {
        return;
    }
    check_known(settings, option, names, epochs, "an epoch of the job");
    check_unique(settings, option, names,
                 "; an epoch has one (several files make one with gdalbuildvrt)");
    for (std::size_t i = 0; i < epochs.size(); ++i) {
        if (std::find(names.begin(), names.end(), epochs[i]) == names.end()) {
            refuse(settings, "epochs.epoch", i,
                   fmt::format("the epoch '{}' has no {}", epochs[i], option));
        }
    }
}

Names epoch_names(const Draft& draft) {
    return names_of(draft.region.epochs, [](const auto& epoch) { return epoch.name; });
}

/// Each field is for all epochs, or each is for one.
void check_class_fields(const Draft& draft, const Settings& settings) {
    const std::string option = "reference.class-field";
    const auto& reference = draft.region.reference;
    const Names epochs = names_of(reference.class_fields, [](const auto& f) { return f.epoch; });
    const auto for_all = std::find(epochs.begin(), epochs.end(), "");
    if (for_all != epochs.end() && epochs.size() > 1) {
        const auto index = static_cast<std::size_t>(for_all - epochs.begin());
        refuse(
            settings, option, index,
            fmt::format("'{}' stands for all epochs, so there can be no other (write EPOCH:FIELD "
                        "for each epoch)",
                        reference.class_fields[index].field));
    }
    if (for_all != epochs.end() || epochs.empty()) {
        return;
    }
    check_known(settings, option, epochs, epoch_names(draft), "an epoch of the job");
    check_unique(settings, option, epochs, "; an epoch has one field");
    if (!reference.epoch_field.empty()) {
        refuse(
            settings, "reference.epoch-field", 0,
            "with a class field for each epoch there is no need for a field that names the epoch");
    }
}

/// The features; what is wrong with them is told at the option that it is about.
features::FeatureList list_features(const pipeline::RegionJob& region, const Settings& settings) {
    try {
        return features::feature_list(region.features, region.archive.bands, region.composite);
    } catch (const core::UsageError& problem) {
        const std::string text = problem.what();
        const auto colon = text.find(": ");
        const bool names_option = find_option(text.substr(0, colon)) != nullptr;
        refuse(settings, names_option ? text.substr(0, colon) : "features.layer", 0,
               names_option ? text.substr(colon + 2) : text);
    }
}

void check_composite(const composite::CompositeOptions& options, const Settings& settings) {
    if (!options.deviations.empty() && options.method != composite::Method::geometric_median) {
        refuse(settings, "features.deviations", 0,
               "they are distances from the geometric median: set composite.method="
               "geometric-median");
    }
    const composite::ScoreOptions& score = options.score;
    if (score.day_weight + score.cloud_weight + score.sensor_weight == 0) {
        refuse(settings, "composite.day-weight", 0, "one of the three weights must be above 0");
    }
}

}  // namespace

void check_names(const Draft& draft, const Settings& settings) {
    const pipeline::RegionJob& region = draft.region;
    const auto epoch_of = [](const auto& item) { return item.epoch; };
    const Names epochs = epoch_names(draft);
    check_unique(settings, "epochs.epoch", epochs, "; names of epochs must differ");
    check_per_epoch(settings, "archive.images", names_of(region.archive.images, epoch_of), epochs);
    check_per_epoch(settings, "maps.image", names_of(region.maps, epoch_of), epochs);
    check_unique(settings, "zones.layer",
                 names_of(region.zones, [](const auto& layer) { return layer.name; }),
                 "; names of zone layers must differ");
    const Names layers = names_of(region.zones, [](const auto& layer) { return layer.name; });
    const pipeline::ZoneOptions& derived = region.derived_zones;
    Names all = layers;
    const auto check = [&](const std::string& option, const Names& used, const Names& made) {
        check_known(settings, option, used, layers, "the name of a zones.layer");
        all.insert(all.end(), made.begin(), made.end());
    };
    check("zones.buffer", names_of(derived.buffers, [](const auto& b) { return b.layer; }),
          names_of(derived.buffers, [](const auto& b) { return b.name; }));
    check("zones.cross", names_of(derived.crosses, [](const auto& c) { return c.first; }),
          names_of(derived.crosses, [](const auto& c) { return c.name(); }));
    check("zones.cross", names_of(derived.crosses, [](const auto& c) { return c.second; }), {});
    check("zones.pair", names_of(derived.pairs, [](const auto& p) { return p.layer; }),
          names_of(derived.pairs, [](const auto& p) { return p.name(); }));
    std::sort(all.begin(), all.end());
    const auto twice = std::adjacent_find(all.begin(), all.end());
    if (twice != all.end()) {
        throw core::UsageError(fmt::format(
            "{}: two zone layers would be called '{}': choose another name for one of them",
            settings.source(), *twice));
    }
}

void check_reference(const Draft& draft, const Settings& settings) {
    const pipeline::RegionJob& region = draft.region;
    check_class_fields(draft, settings);
    const Names weighted =
        names_of(region.forest.class_weights, [](const auto& weight) { return weight.name; });
    if (!region.reference.classes.empty()) {
        check_known(settings, "reference.target", {region.reference.target},
                    region.reference.classes, "one of reference.classes");
        for (const std::string& name : weighted) {
            check_known(settings, "forest.class-weights", {name}, region.reference.classes,
                        "one of reference.classes");
        }
    }
    if (!region.map_classes.empty()) {
        check_known(settings, "reference.target", {region.reference.target},
                    names_of(region.map_classes, [](const auto& value) { return value.name; }),
                    "one of maps.classes");
    }
}

void check_simulation(const Draft& draft, const Settings& settings) {
    const simulate::SimulateOptions& simulation = draft.simulate;
    if (simulation.mines.empty()) {
        return;
    }
    const Names codes = names_of(
        simulation.zones, [](const std::string& zone) { return zone.substr(0, zone.find(':')); });
    if (codes.size() != 2 || codes[0] == codes[1]) {
        refuse(settings, "simulate.zones", 0, "there must be two different zones");
    }
    check_known(settings, "simulate.mine",
                names_of(simulation.mines, [](const auto& mine) { return mine.zone; }), codes,
                "one of simulate.zones");
    check_known(settings, "simulate.mine",
                names_of(simulation.mines, [](const auto& mine) { return mine.epoch; }),
                epoch_names(draft), "an epoch of the job");
    check_unique(
        settings, "simulate.mine",
        names_of(simulation.mines, [](const auto& mine) { return mine.zone + ":" + mine.epoch; }),
        "; a zone has one area at an epoch");
}

void check_features(const Draft& draft, const Settings& settings) {
    const pipeline::RegionJob& region = draft.region;
    const archive::ArchiveOptions& archive = region.archive;
    const bool products = !archive.root.empty() || !archive.items.empty();
    if (!products && archive.images.empty()) {
        return;
    }
    if (products) {
        for (const std::string& band : archive.bands) {
            check_known(settings, "archive.bands", {band}, archive::known_bands(),
                        "a band of the products");
        }
    }
    for (const std::string& band : region.features.bands) {
        check_known(settings, "features.bands", {band}, archive.bands, "one of archive.bands");
    }
    for (const composite::BandPercentile& own : region.composite.band_percentiles) {
        check_known(settings, "composite.percentile", {own.band}, archive.bands,
                    "one of archive.bands");
    }
    const features::FeatureList list = list_features(region, settings);
    if (list.names.empty()) {
        refuse(settings, "features.indices", 0, "there is no feature: name a band or an index");
    }
    if (features::bands_needed(region.features, archive.bands).empty()) {
        refuse(
            settings, "features.indices", 0,
            "no feature needs a band, and without one nothing tells which pixels are clear: name "
            "a band, an index or a metric");
    }
    check_composite(region.composite, settings);
}

}  // namespace mineprint::app
