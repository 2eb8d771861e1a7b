// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/csv_tables.hpp"

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "mineprint/change/growth.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/pipeline/border_pairs.hpp"
#include "mineprint/pipeline/csv_text.hpp"
#include "mineprint/pipeline/site_files.hpp"

namespace mineprint::pipeline {
namespace {

constexpr std::string_view all_regions = "all regions";
constexpr std::string_view unobserved = "unobserved";

/// One layer of a region or of the totals, with the names along its axes.
struct NamedLayer {
    std::string_view region;
    const LayerTables& tables;
    const std::vector<Epoch>& epochs;
    const std::vector<std::string>& classes;
    std::size_t target_index;
};

template <class Visit>
void for_each_layer(const ResultTables& tables, const Visit& visit) {
    for (const RegionTables& region : tables.regions) {
        for (const LayerTables& layer : region.layers) {
            visit(
                NamedLayer{region.name, layer, region.epochs, region.classes, region.target_index});
        }
    }
    for (const TotalTables& total : tables.totals) {
        visit(
            NamedLayer{all_regions, total.tables, total.epochs, total.classes, total.target_index});
    }
}

/// Calls `visit(zone, from_epoch, to_epoch)` for all pairs of epochs in time order.
template <class Visit>
void for_each_pair(const NamedLayer& layer, const Visit& visit) {
    for (std::size_t zone = 0; zone < layer.tables.zones.size(); ++zone) {
        for (std::size_t from = 0; from < layer.epochs.size(); ++from) {
            for (std::size_t to = from + 1; to < layer.epochs.size(); ++to) {
                visit(zone, from, to);
            }
        }
    }
}

void add_areas(CsvText& csv, const NamedLayer& layer) {
    for (std::size_t z = 0; z < layer.tables.zones.size(); ++z) {
        const ZoneLabel& zone = layer.tables.zones[z];
        for (std::size_t e = 0; e < layer.epochs.size(); ++e) {
            const Epoch& epoch = layer.epochs[e];
            const auto add = [&](std::string_view cls, std::int64_t pixels, double area_km2) {
                csv.add_row(layer.region, layer.tables.name, zone.code, zone.name, epoch.name,
                            epoch.begin.text(), epoch.end.text(), cls, pixels, area_km2);
            };
            for (std::size_t c = 0; c < layer.classes.size(); ++c) {
                add(layer.classes[c], layer.tables.pixel_count(z, e, c),
                    layer.tables.area_km2(z, e, c));
            }
            add(unobserved, layer.tables.unobserved_pixel_count(z, e),
                layer.tables.unobserved_km2(z, e));
        }
    }
}

void add_change(CsvText& csv, const NamedLayer& layer) {
    for_each_pair(layer, [&](std::size_t z, std::size_t e1, std::size_t e2) {
        const ZoneLabel& zone = layer.tables.zones[z];
        for (std::size_t c1 = 0; c1 < layer.classes.size(); ++c1) {
            for (std::size_t c2 = 0; c2 < layer.classes.size(); ++c2) {
                csv.add_row(layer.region, layer.tables.name, zone.code, zone.name,
                            layer.epochs[e1].name, layer.epochs[e2].name, layer.classes[c1],
                            layer.classes[c2], layer.tables.change_pixel_count(z, e1, e2, c1, c2),
                            layer.tables.change_km2(z, e1, e2, c1, c2));
            }
        }
    });
}

std::string_view flag_name(std::uint8_t flag) {
    switch (static_cast<change::GrowthFlag>(flag)) {
        case change::GrowthFlag::defined:
            return "defined";
        case change::GrowthFlag::none_before:
            return "none_before";
        case change::GrowthFlag::none_at_all:
            return "none_at_all";
        case change::GrowthFlag::no_time_between:
            return "no_time_between";
    }
    return "no_region_has_both";  // of totals, where regions differ in their epochs
}

void add_growth(CsvText& csv, const NamedLayer& layer) {
    for_each_pair(layer, [&](std::size_t z, std::size_t e1, std::size_t e2) {
        const ZoneLabel& zone = layer.tables.zones[z];
        csv.add_row(layer.region, layer.tables.name, zone.code, zone.name,
                    layer.classes[layer.target_index], layer.epochs[e1].name, layer.epochs[e2].name,
                    layer.tables.growth_percent(z, e1, e2),
                    layer.tables.annual_growth_percent(z, e1, e2),
                    flag_name(layer.tables.growth_flag(z, e1, e2)));
    });
}

/// All figures of one epoch.
void add_accuracy(CsvText& csv, const RegionTables& region, std::size_t epoch) {
    const AccuracyTables& tables = *region.accuracy;
    const auto add = [&](std::string_view measure, std::string_view map_class,
                         std::string_view reference_class, const auto& value) {
        csv.add_row(region.name, region.epochs[epoch].name, measure, map_class, reference_class,
                    value);
    };
    const auto& classes = region.classes;
    for (std::size_t row = 0; row < classes.size(); ++row) {
        for (std::size_t column = 0; column < classes.size(); ++column) {
            add("samples", classes[row], classes[column],
                tables.confusion_matrix(epoch, row, column));
        }
    }
    add("unobserved_samples", "", "", tables.unobserved_samples[epoch]);
    add("overall_accuracy", "", "", tables.overall_accuracy[epoch]);
    for (std::size_t c = 0; c < classes.size(); ++c) {
        add("users_accuracy", classes[c], "", tables.users_accuracy(epoch, c));
        add("producers_accuracy", "", classes[c], tables.producers_accuracy(epoch, c));
        add("f1", classes[c], classes[c], tables.f1(epoch, c));
    }
    add("quantity_disagreement", "", "", tables.quantity_disagreement[epoch]);
    add("allocation_disagreement", "", "", tables.allocation_disagreement[epoch]);
    add("kappa", "", "", tables.kappa[epoch]);
}

std::string areas_csv(const ResultTables& tables) {
    CsvText csv;
    csv.add_row("region", "layer", "zone", "zone_name", "epoch", "epoch_start", "epoch_end",
                "class", "pixels", "area_km2");
    for_each_layer(tables, [&](const NamedLayer& layer) { add_areas(csv, layer); });
    return csv.text();
}

std::string change_csv(const ResultTables& tables) {
    CsvText csv;
    csv.add_row("region", "layer", "zone", "zone_name", "from_epoch", "to_epoch", "from_class",
                "to_class", "pixels", "change_km2");
    for_each_layer(tables, [&](const NamedLayer& layer) { add_change(csv, layer); });
    return csv.text();
}

std::string growth_csv(const ResultTables& tables) {
    CsvText csv;
    csv.add_row("region", "layer", "zone", "zone_name", "class", "from_epoch", "to_epoch",
                "growth_percent", "annual_growth_percent", "growth_flag");
    for_each_layer(tables, [&](const NamedLayer& layer) { add_growth(csv, layer); });
    return csv.text();
}

std::string accuracy_csv(const ResultTables& tables) {
    CsvText csv;
    csv.add_row("region", "epoch", "measure", "map_class", "reference_class", "count_or_share");
    for (const RegionTables& region : tables.regions) {
        const std::size_t num_epochs = region.accuracy ? region.epochs.size() : 0;
        for (std::size_t epoch = 0; epoch < num_epochs; ++epoch) {
            add_accuracy(csv, region, epoch);
        }
    }
    return csv.text();
}

void add_filter(CsvText& csv, const RegionTables& region) {
    const FilterTables& filter = *region.filter;
    const auto& classes = region.classes;
    for (std::size_t epoch = 0; epoch < region.epochs.size(); ++epoch) {
        const auto add = [&](std::string_view measure, std::string_view raw_class,
                             std::string_view filtered_class, std::int64_t pixels) {
            csv.add_row(region.name, region.epochs[epoch].name, measure, raw_class, filtered_class,
                        pixels);
        };
        for (std::size_t raw = 0; raw < classes.size(); ++raw) {
            for (std::size_t filtered = 0; filtered < classes.size(); ++filtered) {
                add("pixels", classes[raw], classes[filtered],
                    filter.pixel_count(epoch, raw, filtered));
            }
        }
        add("triples", "", "", filter.num_triples[epoch]);
        add("raw_flip_flops", "", "", filter.raw_flip_flops[epoch]);
        add("filtered_flip_flops", "", "", filter.filtered_flip_flops[epoch]);
    }
}

std::string filter_csv(const ResultTables& tables) {
    CsvText csv;
    csv.add_row("region", "epoch", "measure", "raw_class", "filtered_class", "pixels");
    for (const RegionTables& region : tables.regions) {
        if (region.filter) {
            add_filter(csv, region);
        }
    }
    return csv.text();
}

std::string quarantine_csv(const ResultTables& tables) {
    CsvText csv;
    csv.add_row("region", "scene", "path", "tile", "epoch", "cause");
    for (const RegionTables& region : tables.regions) {
        for (const archive::Quarantined& row : region.quarantined) {
            csv.add_row(region.name, row.scene, row.path, row.tile, row.epoch, row.cause);
        }
    }
    return csv.text();
}

}  // namespace

void write_csv_tables(const std::filesystem::path& folder, const ResultTables& tables) {
    core::write_text_file(folder / "areas.csv", areas_csv(tables));
    core::write_text_file(folder / "change.csv", change_csv(tables));
    core::write_text_file(folder / "growth.csv", growth_csv(tables));
    core::write_text_file(folder / "accuracy.csv", accuracy_csv(tables));
    core::write_text_file(folder / "borders.csv", borders_csv(tables));
    core::write_text_file(folder / "sites.csv", sites_csv(tables));
    core::write_text_file(folder / "filter.csv", filter_csv(tables));
    core::write_text_file(folder / "quarantine.csv", quarantine_csv(tables));
}

}  // namespace mineprint::pipeline
