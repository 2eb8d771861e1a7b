// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "mineprint/change/growth.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {
namespace {

constexpr double not_covered = std::numeric_limits<double>::quiet_NaN();

/// A region's part in a total, and where its zones, epochs and classes are in it.
struct Part {
    const RegionTables* region = nullptr;
    const LayerTables* layer = nullptr;
    std::vector<std::size_t> zones;
    std::vector<std::size_t> epochs;
    std::vector<std::size_t> classes;
};

std::vector<Part> parts_of(const std::vector<RegionTables>& regions, const std::string& layer) {
    std::vector<Part> parts;
    for (const RegionTables& region : regions) {
        for (const LayerTables& tables : region.layers) {
            if (tables.name == layer) {
                parts.push_back({&region, &tables, {}, {}, {}});
            }
        }
    }
    return parts;
}

/// Epochs by name, from the earliest begin to the latest end any region gives them, in time order.
std::vector<Epoch> join_epochs(const std::vector<Part>& parts) {
    std::map<std::string, Epoch> by_name;
    for (const Part& part : parts) {
        for (const Epoch& epoch : part.region->epochs) {
            Epoch& joined = by_name.try_emplace(epoch.name, epoch).first->second;
            joined.begin = std::min(joined.begin, epoch.begin);
            joined.end = std::max(joined.end, epoch.end);
        }
    }
    std::vector<Epoch> epochs;
    for (const auto& [name, epoch] : by_name) {
        epochs.push_back(epoch);
    }
    std::stable_sort(epochs.begin(), epochs.end(), [](const Epoch& a, const Epoch& b) {
        return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
    });
    return epochs;
}

std::vector<std::string> join_classes(const std::vector<Part>& parts) {
    std::vector<std::string> classes;
    for (const Part& part : parts) {
        for (const std::string& name : part.region->classes) {
            if (std::find(classes.begin(), classes.end(), name) == classes.end()) {
                classes.push_back(name);
            }
        }
    }
    return classes;
}

std::vector<ZoneLabel> join_zones(const std::vector<Part>& parts) {
    std::map<std::string, std::string> names;
    for (const Part& part : parts) {
        for (const ZoneLabel& zone : part.layer->zones) {
            names.try_emplace(zone.code, zone.name);
        }
    }
    std::vector<ZoneLabel> zones;
    for (const auto& [code, name] : names) {
        zones.push_back({code, name});
    }
    return zones;
}

/// Where each of `own` items is among `all`, by what `key` says of them.
template <class Item, class Key>
std::vector<std::size_t> places(const std::vector<Item>& own, const std::vector<Item>& all,
                                const Key& key) {
    std::vector<std::size_t> found;
    for (const Item& item : own) {
        const auto place = std::find_if(all.begin(), all.end(),
                                        [&](const Item& other) { return key(other) == key(item); });
        found.push_back(static_cast<std::size_t>(place - all.begin()));
    }
    return found;
}

void find_places(Part& part, const TotalTables& total) {
    const auto same = [](const std::string& name) { return name; };
    part.zones = places(part.layer->zones, total.tables.zones,
                        [](const ZoneLabel& zone) { return zone.code; });
    part.epochs =
        places(part.region->epochs, total.epochs, [](const Epoch& epoch) { return epoch.name; });
    part.classes = places(part.region->classes, total.classes, same);
    if (!std::is_sorted(part.epochs.begin(), part.epochs.end())) {
        throw core::UsageError(
            fmt::format("region {}: its epochs come in another order than those of the same names "
                        "in the other regions of the run: totals would mix them up",
                        part.region->name));
    }
}

void add_states(TotalTables& total, const Part& part) {
    LayerTables& sums = total.tables;
    for (std::size_t z = 0; z < part.zones.size(); ++z) {
        for (std::size_t e = 0; e < part.epochs.size(); ++e) {
            const std::size_t zone = part.zones[z];
            const std::size_t epoch = part.epochs[e];
            ++total.num_regions(zone, epoch);
            sums.unobserved_pixel_count(zone, epoch) += part.layer->unobserved_pixel_count(z, e);
            sums.unobserved_km2(zone, epoch) += part.layer->unobserved_km2(z, e);
            for (std::size_t c = 0; c < part.classes.size(); ++c) {
                sums.pixel_count(zone, epoch, part.classes[c]) += part.layer->pixel_count(z, e, c);
                sums.area_km2(zone, epoch, part.classes[c]) += part.layer->area_km2(z, e, c);
            }
        }
    }
}

/// Adds the change of one zone between one pair of the part's epochs.
void add_change(LayerTables& sums, const Part& part, std::size_t z, std::size_t e1,
                std::size_t e2) {
    const std::size_t zone = part.zones[z];
    const std::size_t from_epoch = part.epochs[e1];
    const std::size_t to_epoch = part.epochs[e2];
    for (std::size_t c1 = 0; c1 < part.classes.size(); ++c1) {
        for (std::size_t c2 = 0; c2 < part.classes.size(); ++c2) {
            const std::size_t from = part.classes[c1];
            const std::size_t to = part.classes[c2];
            sums.change_pixel_count(zone, from_epoch, to_epoch, from, to) +=
                part.layer->change_pixel_count(z, e1, e2, c1, c2);
            sums.change_km2(zone, from_epoch, to_epoch, from, to) +=
                part.layer->change_km2(z, e1, e2, c1, c2);
        }
    }
}

/// The target's area before and after, in the regions that have both epochs.
struct PairAreas {
    double before_km2 = 0;
    double after_km2 = 0;
    bool any = false;
};

void add_pairs(TotalTables& total, const Part& part, Table<PairAreas, 3>& areas) {
    const auto target = std::find(part.classes.begin(), part.classes.end(), total.target_index);
    const auto c = static_cast<std::size_t>(target - part.classes.begin());
    for (std::size_t z = 0; z < part.zones.size(); ++z) {
        for (std::size_t e1 = 0; e1 < part.epochs.size(); ++e1) {
            for (std::size_t e2 = e1 + 1; e2 < part.epochs.size(); ++e2) {
                add_change(total.tables, part, z, e1, e2);
                PairAreas& pair = areas(part.zones[z], part.epochs[e1], part.epochs[e2]);
                pair.any = true;
                if (c < part.classes.size()) {
                    pair.before_km2 += area_before(*part.layer, z, e1, e2, c);
                    pair.after_km2 += area_after(*part.layer, z, e1, e2, c);
                }
            }
        }
    }
}

/// Where no region shows a zone at an epoch its area is not 0: it is not known.
void mark_not_covered(TotalTables& total) {
    LayerTables& sums = total.tables;
    for (std::size_t zone = 0; zone < sums.zones.size(); ++zone) {
        for (std::size_t epoch = 0; epoch < total.epochs.size(); ++epoch) {
            if (total.num_regions(zone, epoch) > 0) {
                continue;
            }
            sums.unobserved_km2(zone, epoch) = not_covered;
            for (std::size_t c = 0; c < total.classes.size(); ++c) {
                sums.area_km2(zone, epoch, c) = not_covered;
            }
        }
    }
}

void set_growth(TotalTables& total, const Table<PairAreas, 3>& areas) {
    for (std::size_t zone = 0; zone < total.tables.zones.size(); ++zone) {
        for (std::size_t from = 0; from < total.epochs.size(); ++from) {
            for (std::size_t to = from + 1; to < total.epochs.size(); ++to) {
                const PairAreas& pair = areas(zone, from, to);
                if (!pair.any) {
                    continue;
                }
                const change::Growth growth =
                    change::growth(pair.before_km2, pair.after_km2,
                                   years_between(total.epochs[from], total.epochs[to]));
                total.tables.growth_percent(zone, from, to) = growth.percent;
                total.tables.annual_growth_percent(zone, from, to) = growth.annual_percent;
                total.tables.growth_flag(zone, from, to) = static_cast<std::uint8_t>(growth.flag);
            }
        }
    }
}

TotalTables total_of(const std::string& layer, std::vector<Part> parts) {
    TotalTables total;
    total.epochs = join_epochs(parts);
    total.classes = join_classes(parts);
    const RegionTables& first = *parts.front().region;
    total.target_index = first.target_index;  // the first region's classes come first
    std::vector<ZoneLabel> zones = join_zones(parts);
    if (layer == "region" && parts.size() > 1) {
        zones.front().name = "all regions";
    }
    total.tables = LayerTables(layer, std::move(zones), total.epochs.size(), total.classes.size());
    total.num_regions = Table<std::int64_t, 2>({total.tables.zones.size(), total.epochs.size()});
    Table<PairAreas, 3> areas(total.tables.growth_flag.shape());
    for (Part& part : parts) {
        find_places(part, total);
        add_states(total, part);
        add_pairs(total, part, areas);
    }
    mark_not_covered(total);
    set_growth(total, areas);
    fill_change_tables(total.tables, total.epochs, total.target_index);
    return total;
}

}  // namespace

std::vector<TotalTables> totals(const std::vector<RegionTables>& regions) {
    std::set<std::string> layers;
    for (const RegionTables& region : regions) {
        for (const LayerTables& layer : region.layers) {
            layers.insert(layer.name);
        }
    }
    std::vector<TotalTables> all;
    for (const std::string& layer : layers) {
        all.push_back(total_of(layer, parts_of(regions, layer)));
    }
    return all;
}

}  // namespace mineprint::pipeline
