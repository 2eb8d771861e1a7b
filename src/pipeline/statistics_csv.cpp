// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/statistics_csv.hpp"

#include <array>
#include <limits>
#include <string>
#include <string_view>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/pipeline/csv_text.hpp"
#include "mineprint/pipeline/row_tables.hpp"

namespace mineprint::pipeline {
namespace {

constexpr std::string_view all_regions = "all regions";

/// One layer of a region or of the totals, with the names along its axes.
struct NamedLayer {
    std::string_view region;
    const LayerTables& tables;
    const std::vector<Epoch>& epochs;
    const std::vector<std::string>& classes;
    std::size_t target_index;

    [[nodiscard]] std::size_t num_zones() const { return tables.zones.size(); }
};

template <class Visit>
std::string layers_csv(const ResultTables& tables, CsvText csv, const Visit& visit) {
    for (const RegionTables& region : tables.regions) {
        for (const LayerTables& layer : region.layers) {
            visit(csv, NamedLayer{region.name, layer, region.epochs, region.classes,
                                  region.target_index});
        }
    }
    for (const TotalTables& total : tables.totals) {
        visit(csv, NamedLayer{all_regions, total.tables, total.epochs, total.classes,
                              total.target_index});
    }
    return csv.text();
}

/// Calls `visit(zone, from_epoch, to_epoch)` for all pairs of epochs that a layer has.
template <class Visit>
void for_each_pair(const NamedLayer& layer, const Visit& visit) {
    for (std::size_t zone = 0; zone < layer.num_zones(); ++zone) {
        for (std::size_t from = 0; from < layer.epochs.size(); ++from) {
            for (std::size_t to = from + 1; to < layer.epochs.size(); ++to) {
                visit(zone, from, to);
            }
        }
    }
}

template <class... Names>
CsvText with_head(const Names&... names) {
    CsvText csv;
    csv.add_row(std::string_view(names)...);
    return csv;
}

void add_change(CsvText& csv, const NamedLayer& layer) {
    const ChangeTables& changes = layer.tables.changes;
    for_each_pair(layer, [&](std::size_t z, std::size_t e1, std::size_t e2) {
        const ZoneLabel& zone = layer.tables.zones[z];
        for (std::size_t c = 0; c < layer.classes.size(); ++c) {
            csv.add_row(layer.region, layer.tables.name, zone.code, zone.name,
                        layer.epochs[e1].name, layer.epochs[e2].name, layer.classes[c],
                        changes.gain_km2(z, e1, e2, c), changes.loss_km2(z, e1, e2, c),
                        changes.net_km2(z, e1, e2, c), changes.swap_km2(z, e1, e2, c),
                        changes.persistence_km2(z, e1, e2, c));
        }
    });
}

void add_pairs(CsvText& csv, const NamedLayer& layer) {
    const ChangeTables& changes = layer.tables.changes;
    for_each_pair(layer, [&](std::size_t z, std::size_t e1, std::size_t e2) {
        const ZoneLabel& zone = layer.tables.zones[z];
        csv.add_row(layer.region, layer.tables.name, zone.code, zone.name,
                    layer.classes[layer.target_index], layer.epochs[e1].name, layer.epochs[e2].name,
                    changes.observed_both_km2(z, e1, e2), changes.excluded_km2(z, e1, e2),
                    layer.tables.growth_percent(z, e1, e2),
                    layer.tables.annual_growth_percent(z, e1, e2),
                    changes.puyravaud_percent(z, e1, e2));
    });
}

std::string_view yearly_flag_name(std::uint8_t flag) {
    constexpr std::array<std::string_view, 3> names{"defined", "not_embeddable", "no_time_between"};
    return flag < names.size() ? names.at(flag) : "no_region_has_both";
}

void add_transitions(CsvText& csv, const NamedLayer& layer) {
    const ChangeTables& changes = layer.tables.changes;
    for_each_pair(layer, [&](std::size_t z, std::size_t e1, std::size_t e2) {
        const ZoneLabel& zone = layer.tables.zones[z];
        for (std::size_t a = 0; a < layer.classes.size(); ++a) {
            for (std::size_t b = 0; b < layer.classes.size(); ++b) {
                csv.add_row(layer.region, layer.tables.name, zone.code, zone.name,
                            layer.epochs[e1].name, layer.epochs[e2].name, layer.classes[a],
                            layer.classes[b], changes.transition_probability(z, e1, e2, a, b),
                            changes.yearly_transition_probability(z, e1, e2, a, b),
                            yearly_flag_name(changes.yearly_transition_flag(z, e1, e2)));
            }
        }
    });
}

std::string_view area_from_name(std::uint8_t from) {
    constexpr std::array<std::string_view, 3> names{"own_samples", "pooled_samples",
                                                    "not_estimated"};
    return names.at(from);
}

std::string_view growth_from_name(std::uint8_t from) {
    constexpr std::array<std::string_view, 4> names{"own_labels", "pooled_labels",
                                                    "separate_samples", "not_estimated"};
    return names.at(from);
}

void add_adjusted_areas(CsvText& csv, const NamedLayer& layer) {
    if (!layer.tables.adjusted) {
        return;
    }
    const AdjustedTables& adjusted = *layer.tables.adjusted;
    for (std::size_t z = 0; z < layer.num_zones(); ++z) {
        const ZoneLabel& zone = layer.tables.zones[z];
        for (std::size_t e = 0; e < layer.epochs.size(); ++e) {
            for (std::size_t c = 0; c < layer.classes.size(); ++c) {
                const accuracy::Estimate area = adjusted.area_km2.at(z, e, c);
                csv.add_row(layer.region, layer.tables.name, zone.code, zone.name,
                            layer.epochs[e].name, layer.classes[c], layer.tables.area_km2(z, e, c),
                            area.value, area.se, area.ci95, adjusted.num_samples(z, e),
                            area_from_name(adjusted.area_from(z, e)));
            }
        }
    }
}

void add_adjusted_change(CsvText& csv, const NamedLayer& layer) {
    if (!layer.tables.adjusted) {
        return;
    }
    const AdjustedTables& adjusted = *layer.tables.adjusted;
    for_each_pair(layer, [&](std::size_t z, std::size_t e1, std::size_t e2) {
        const ZoneLabel& zone = layer.tables.zones[z];
        for (std::size_t a = 0; a < layer.classes.size(); ++a) {
            for (std::size_t b = 0; b < layer.classes.size(); ++b) {
                const accuracy::Estimate area = adjusted.change_km2.at(z, e1, e2, a, b);
                csv.add_row(layer.region, layer.tables.name, zone.code, zone.name,
                            layer.epochs[e1].name, layer.epochs[e2].name, layer.classes[a],
                            layer.classes[b], layer.tables.change_km2(z, e1, e2, a, b), area.value,
                            area.se, area.ci95, adjusted.num_both(z, e1, e2),
                            growth_from_name(adjusted.growth_from(z, e1, e2)));
            }
        }
    });
}

void add_adjusted_growth(CsvText& csv, const NamedLayer& layer) {
    if (!layer.tables.adjusted) {
        return;
    }
    const AdjustedTables& adjusted = *layer.tables.adjusted;
    for_each_pair(layer, [&](std::size_t z, std::size_t e1, std::size_t e2) {
        const ZoneLabel& zone = layer.tables.zones[z];
        const auto add = [&](std::string_view figure, const IntervalTable& table) {
            csv.add_row(layer.region, layer.tables.name, zone.code, zone.name,
                        layer.classes[layer.target_index], layer.epochs[e1].name,
                        layer.epochs[e2].name, figure, table.value(z, e1, e2), table.se(z, e1, e2),
                        table.low(z, e1, e2), table.high(z, e1, e2),
                        growth_from_name(adjusted.growth_from(z, e1, e2)));
        };
        add("growth_percent", adjusted.growth_percent);
        add("annual_growth_percent", adjusted.annual_growth_percent);
        add("puyravaud_percent", adjusted.puyravaud_percent);
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        csv.add_row(layer.region, layer.tables.name, zone.code, zone.name,
                    layer.classes[layer.target_index], layer.epochs[e1].name, layer.epochs[e2].name,
                    "growth_of_areas_percent", adjusted.growth_of_areas_percent(z, e1, e2), none,
                    none, none, "adjusted_areas");
    });
}

/// All measures of one kind in one epoch.
void add_measures(CsvText& csv, const RegionTables& region, std::size_t epoch, std::string_view of,
                  const MeasureTables& tables) {
    const auto add = [&](std::string_view measure, std::string_view cls,
                         const accuracy::Estimate& value) {
        csv.add_row(region.name, region.epochs[epoch].name, of, measure, cls, value.value, value.se,
                    value.ci95);
    };
    add("overall_accuracy", "", tables.overall.at(epoch));
    for (std::size_t c = 0; c < region.classes.size(); ++c) {
        add("users_accuracy", region.classes[c], tables.users.at(epoch, c));
        add("producers_accuracy", region.classes[c], tables.producers.at(epoch, c));
        add("f1", region.classes[c], tables.f1.at(epoch, c));
    }
    add("balanced_accuracy", "", tables.balanced.at(epoch));
    const auto single = [&](std::string_view measure, const Table<double, 1>& table) {
        accuracy::Estimate value;
        value.value = table(epoch);
        add(measure, "", value);
    };
    single("mcc", tables.mcc);
    single("quantity_disagreement", tables.quantity);
    single("allocation_disagreement", tables.allocation);
    single("exchange_disagreement", tables.exchange);
    single("shift_disagreement", tables.shift);
    single("kappa", tables.kappa);
}

void add_curve_figures(CsvText& csv, const RegionTables& region, std::size_t epoch) {
    const CurveTables& curves = region.estimates->curves;
    const auto add = [&](std::string_view measure, double value, double se) {
        csv.add_row(region.name, region.epochs[epoch].name, "samples", measure,
                    region.classes[region.target_index], value, se, 1.96 * se);
    };
    const double nothing = accuracy::Estimate{}.se;
    add("roc_auc", curves.roc_auc(epoch), curves.roc_auc_se(epoch));
    add("average_precision", curves.average_precision(epoch), nothing);
    add("best_threshold_f1", curves.threshold_f1(epoch), nothing);
    add("best_threshold_f0.5", curves.threshold_f_half(epoch), nothing);
    add("best_threshold_youden", curves.threshold_youden(epoch), nothing);
}

std::string accuracy_csv(const ResultTables& tables) {
    CsvText csv = with_head("region", "epoch", "of", "measure", "class", "value", "se", "ci95");
    for (const RegionTables& region : tables.regions) {
        const std::size_t num_epochs = region.estimates ? region.epochs.size() : 0;
        for (std::size_t epoch = 0; epoch < num_epochs; ++epoch) {
            add_measures(csv, region, epoch, "samples", region.estimates->counts);
            add_measures(csv, region, epoch, "area", region.estimates->weighted);
            add_curve_figures(csv, region, epoch);
        }
    }
    return csv.text();
}

std::string curves_csv(const ResultTables& tables) {
    CsvText csv =
        with_head("region", "epoch", "threshold", "precision", "recall", "false_positive_rate");
    for (const RegionTables& region : tables.regions) {
        const CurveTables curves = region.estimates ? region.estimates->curves : CurveTables(0);
        for (std::size_t i = 0; i < curves.point_epoch.size(); ++i) {
            csv.add_row(region.name,
                        region.epochs[static_cast<std::size_t>(curves.point_epoch[i])].name,
                        curves.point_threshold[i], curves.point_precision[i],
                        curves.point_recall[i], curves.point_false_positive_rate[i]);
        }
    }
    return csv.text();
}

}  // namespace

void write_statistics_csv(const std::filesystem::path& folder, const ResultTables& tables) {
    const auto write = [&](const char* name, const std::string& text) {
        core::write_text_file(folder / name, text);
    };
    write("change_statistics.csv",
          layers_csv(
              tables,
              with_head("region", "layer", "zone", "zone_name", "from_epoch", "to_epoch", "class",
                        "gain_km2", "loss_km2", "net_km2", "swap_km2", "persistence_km2"),
              add_change));
    write("pairs.csv",
          layers_csv(tables,
                     with_head("region", "layer", "zone", "zone_name", "class", "from_epoch",
                               "to_epoch", "observed_both_km2", "excluded_km2", "growth_percent",
                               "annual_growth_percent", "puyravaud_percent"),
                     add_pairs));
    write("transitions.csv",
          layers_csv(tables,
                     with_head("region", "layer", "zone", "zone_name", "from_epoch", "to_epoch",
                               "from_class", "to_class", "probability", "yearly_probability",
                               "yearly_flag"),
                     add_transitions));
    write("adjusted_areas.csv", layers_csv(tables,
                                           with_head("region", "layer", "zone", "zone_name",
                                                     "epoch", "class", "mapped_km2", "adjusted_km2",
                                                     "se_km2", "ci95_km2", "samples", "from"),
                                           add_adjusted_areas));
    write("adjusted_change.csv",
          layers_csv(tables,
                     with_head("region", "layer", "zone", "zone_name", "from_epoch", "to_epoch",
                               "from_class", "to_class", "mapped_km2", "adjusted_km2", "se_km2",
                               "ci95_km2", "samples", "from"),
                     add_adjusted_change));
    write("adjusted_growth.csv",
          layers_csv(tables,
                     with_head("region", "layer", "zone", "zone_name", "class", "from_epoch",
                               "to_epoch", "figure", "value", "se", "low", "high", "from"),
                     add_adjusted_growth));
    write("accuracy_intervals.csv", accuracy_csv(tables));
    write("detection_curves.csv", curves_csv(tables));
    write("alerts.csv", alerts_csv(tables));
    write("impact.csv", impact_csv(tables));
}

}  // namespace mineprint::pipeline
