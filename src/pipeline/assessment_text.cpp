// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/assessment_text.hpp"

#include <cmath>

#include <fmt/format.h>

#include "mineprint/pipeline/aligned_table.hpp"
#include "mineprint/pipeline/number_text.hpp"

namespace mineprint::pipeline {
namespace {

/// `91.2 ± 3.4 %`, or `-`.
std::string percent(const accuracy::Estimate& share) {
    return std::isnan(share.value)
               ? "-"
               : fmt::format("{:.1f} ± {:.1f} %", 100 * share.value, 100 * share.ci95);
}

std::string percent(double share) {
    return std::isnan(share) ? "-" : fmt::format("{:.1f} %", 100 * share);
}

std::string measures_text(const RegionTables& region) {
    const MeasureTables& tables = region.estimates->weighted;
    const std::size_t target = region.target_index;
    AlignedTable table;
    table.add_row({"epoch", "overall", region.classes[target] + ": user's", "producer's", "F1",
                   "Matthews", "quantity", "allocation", "kappa"});
    for (std::size_t epoch = 0; epoch < region.epochs.size(); ++epoch) {
        const auto number = [&](double value) {
            return std::isnan(value) ? std::string("-") : fmt::format("{:.3f}", value);
        };
        table.add_row({region.epochs[epoch].name, percent(tables.overall.at(epoch)),
                       percent(tables.users.at(epoch, target)),
                       percent(tables.producers.at(epoch, target)),
                       percent(tables.f1.at(epoch, target)), number(tables.mcc(epoch)),
                       percent(tables.quantity(epoch)), percent(tables.allocation(epoch)),
                       number(tables.kappa(epoch))});
    }
    return "accuracy of the map's area, with 95 % intervals\n" + table.text();
}

/// Sentences that one must read with the figures.
struct Limits {
    bool pooled = false;
    bool separate = false;
    bool open = false;
};

std::string area_cell(const LayerTables& layer, std::size_t zone, std::size_t epoch,
                      std::size_t target, Limits& limits) {
    const AdjustedTables& adjusted = *layer.adjusted;
    const accuracy::Estimate area = adjusted.area_km2.at(zone, epoch, target);
    if (std::isnan(area.value)) {
        return "-";
    }
    const bool pooled =
        adjusted.area_from(zone, epoch) == static_cast<std::uint8_t>(AdjustedFrom::pooled_samples);
    limits.pooled = limits.pooled || pooled;
    // No area is below 0.
    const std::string interval = area.ci95 >= area.value
                                     ? fmt::format("(up to {:.3f})", area.value + area.ci95)
                                     : fmt::format("± {:.3f}", area.ci95);
    return fmt::format("{:.3f} {}{}", area.value, interval, pooled ? " (p)" : "");
}

std::string growth_cell(const AdjustedTables& adjusted, std::size_t zone, std::size_t last,
                        Limits& limits) {
    const auto from = adjusted.growth_from(zone, 0, last);
    const double value = adjusted.growth_percent.value(zone, 0, last);
    if (std::isnan(value)) {
        return "-";
    }
    const bool separate = from == static_cast<std::uint8_t>(GrowthFrom::separate_samples);
    limits.separate = limits.separate || separate;
    const double low = adjusted.growth_percent.low(zone, 0, last);
    const double high = adjusted.growth_percent.high(zone, 0, last);
    limits.open = limits.open || std::isnan(low);
    const std::string ends = std::isnan(low)
                                 ? "no interval"
                                 : fmt::format("{} to {}", signed_tenths(low), signed_tenths(high));
    return fmt::format("{} ({}){}", signed_percent(value), ends, separate ? " (s)" : "");
}

std::string layer_text(const RegionTables& region, const LayerTables& layer, Limits& limits) {
    AlignedTable table;
    std::vector<std::string> head{"zone"};
    for (const Epoch& epoch : region.epochs) {
        head.push_back(epoch.name);
    }
    const std::size_t last = region.epochs.size() - 1;
    if (last > 0) {
        head.emplace_back("growth");
    }
    table.add_row(head);
    for (std::size_t zone = 0; zone < layer.zones.size(); ++zone) {
        const ZoneLabel& label = layer.zones[zone];
        std::vector<std::string> row{label.name.empty() ? label.code : label.name};
        for (std::size_t epoch = 0; epoch < region.epochs.size(); ++epoch) {
            row.push_back(area_cell(layer, zone, epoch, region.target_index, limits));
        }
        if (last > 0) {
            row.push_back(growth_cell(*layer.adjusted, zone, last, limits));
        }
        table.add_row(std::move(row));
    }
    return fmt::format("adjusted area of {} in km² with 95 % intervals, by {}\n{}",
                       region.classes[region.target_index], layer.name, table.text());
}

std::string limits_text(const RegionTables& region, const Limits& limits) {
    std::string text = fmt::format("The sample: {}.\n", region.estimates->sample);
    if (region.estimates->sample.ends_with("nobody said how")) {
        text +=
            "Intervals and adjusted areas hold as far as the reference was drawn at random; "
            "accuracy.design says so.\n";
    }
    if (limits.pooled) {
        text +=
            "(p) Too few samples in the zone: the map is taken to err there as it does in the "
            "whole region.\n";
    }
    if (limits.separate) {
        text +=
            "(s) No labels of both epochs at the same places, or too few, so no area of change is "
            "estimated: this growth\ntakes the epochs' errors as independent, and the areas of "
            "change above are those of the maps, whose errors add up.\n";
    }
    if (limits.open) {
        text +=
            "No interval of a growth: the samples leave open more than ten times and a tenth of "
            "the areas' ratio.\n";
    }
    for (const std::string& note : region.estimates->notes) {
        text += note + '\n';
    }
    return text;
}

}  // namespace

std::string assessment_text(const RegionTables& region) {
    if (!region.estimates) {
        return {};
    }
    Limits limits;
    std::string text = measures_text(region);
    for (const LayerTables& layer : region.layers) {
        if (layer.adjusted) {
            text += '\n' + layer_text(region, layer, limits);
        }
    }
    return text + '\n' + limits_text(region, limits);
}

}  // namespace mineprint::pipeline
