// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/summary.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "mineprint/change/growth.hpp"
#include "mineprint/pipeline/aligned_table.hpp"
#include "mineprint/pipeline/assessment_text.hpp"
#include "mineprint/pipeline/border_pairs.hpp"
#include "mineprint/pipeline/number_text.hpp"
#include "mineprint/pipeline/row_tables.hpp"
#include "mineprint/pipeline/site_files.hpp"

namespace mineprint::pipeline {
namespace {

std::string percent_or(double value, const std::string& otherwise) {
    return std::isnan(value) ? otherwise : signed_percent(value);
}

std::string area(double km2) { return std::isnan(km2) ? "-" : fmt::format("{:.3f}", km2); }

std::string share(double value) {
    return std::isnan(value) ? "-" : fmt::format("{:.1f} %", 100 * value);
}

/// One layer of a region or of the totals.
struct NamedLayer {
    const LayerTables& tables;
    const std::vector<Epoch>& epochs;
    const std::vector<std::string>& classes;
    std::size_t target_index;
};

/// What the two growth columns say of a zone, from the first epoch to the last.
std::pair<std::string, std::string> growth_cells(const NamedLayer& layer, std::size_t zone) {
    const std::size_t last = layer.epochs.size() - 1;
    const auto flag = layer.tables.growth_flag(zone, 0, last);
    const bool is_new = flag == static_cast<std::uint8_t>(change::GrowthFlag::none_before);
    return {percent_or(layer.tables.growth_percent(zone, 0, last), is_new ? "new" : "-"),
            percent_or(layer.tables.annual_growth_percent(zone, 0, last), "-")};
}

/// Share of a zone without observation in its worst epoch.
double largest_unobserved_share(const LayerTables& tables, std::size_t zone) {
    const auto [zones, epochs, classes] = tables.area_km2.shape();
    double largest = 0;
    for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
        double all_km2 = tables.unobserved_km2(zone, epoch);
        for (std::size_t cls = 0; cls < classes; ++cls) {
            all_km2 += tables.area_km2(zone, epoch, cls);
        }
        if (all_km2 > 0) {
            largest = std::max(largest, tables.unobserved_km2(zone, epoch) / all_km2);
        }
    }
    return largest;
}

std::string layer_text(const NamedLayer& layer) {
    AlignedTable table;
    const bool has_growth = layer.epochs.size() > 1;
    std::vector<std::string> head{"zone"};
    for (const Epoch& epoch : layer.epochs) {
        head.push_back(epoch.name);
    }
    if (has_growth) {
        head.insert(head.end(), {"growth", "per year"});
    }
    head.emplace_back("unobserved");
    table.add_row(head);
    for (std::size_t zone = 0; zone < layer.tables.zones.size(); ++zone) {
        const ZoneLabel& label = layer.tables.zones[zone];
        std::vector<std::string> row{label.name.empty() ? label.code : label.name};
        for (std::size_t epoch = 0; epoch < layer.epochs.size(); ++epoch) {
            row.push_back(area(layer.tables.area_km2(zone, epoch, layer.target_index)));
        }
        if (has_growth) {
            auto [growth, per_year] = growth_cells(layer, zone);
            row.insert(row.end(), {std::move(growth), std::move(per_year)});
        }
        row.push_back(share(largest_unobserved_share(layer.tables, zone)));
        table.add_row(std::move(row));
    }
    return fmt::format("{} in km², by {}\n{}", layer.classes[layer.target_index], layer.tables.name,
                       table.text());
}

std::string accuracy_text(const RegionTables& region) {
    const AccuracyTables& accuracy = *region.accuracy;
    const std::string& target = region.classes[region.target_index];
    AlignedTable table;
    table.add_row({"epoch", "samples", "overall", target + ": user's", "producer's", "F1"});
    for (std::size_t epoch = 0; epoch < region.epochs.size(); ++epoch) {
        const std::size_t per_epoch = region.classes.size() * region.classes.size();
        const auto counts =
            accuracy.confusion_matrix.values().subspan(epoch * per_epoch, per_epoch);
        table.add_row(
            {region.epochs[epoch].name,
             fmt::format("{}", std::accumulate(counts.begin(), counts.end(), std::int64_t{0})),
             share(accuracy.overall_accuracy[epoch]),
             share(accuracy.users_accuracy(epoch, region.target_index)),
             share(accuracy.producers_accuracy(epoch, region.target_index)),
             share(accuracy.f1(epoch, region.target_index))});
    }
    return "accuracy on held-out samples\n" + table.text();
}

/// That these are not the raw maps, and what the filter did to them.
std::string filter_text(const RegionTables& region) {
    const FilterTables& filter = *region.filter;
    std::int64_t num_changed = 0;
    for (std::size_t epoch = 0; epoch < region.epochs.size(); ++epoch) {
        num_changed += filter.num_changed(epoch);
    }
    std::string text = fmt::format("filtered maps ({}): {} pixels changed their class\n",
                                   filter.method, num_changed);
    const double before = flip_flop_rate(filter.raw_flip_flops, filter.num_triples);
    const double after = flip_flop_rate(filter.filtered_flip_flops, filter.num_triples);
    if (!std::isnan(before)) {
        text += fmt::format("flip-flops: {:.3f} % of observed triples before, {:.3f} % after\n",
                            100 * before, 100 * after);
    }
    return text;
}

std::string region_text(const RegionTables& region) {
    std::string text = region.name;
    if (!region.title.empty() && region.title != region.name) {
        text += ": " + region.title;
    }
    text += '\n';
    if (region.filter) {
        text += filter_text(region);
    }
    for (const LayerTables& layer : region.layers) {
        text += '\n' + layer_text({layer, region.epochs, region.classes, region.target_index});
    }
    if (region.accuracy) {
        text += '\n' + accuracy_text(region);
    }
    if (region.estimates) {
        text += '\n' + assessment_text(region);
    }
    text += rows_text(region);
    text += borders_text(region);
    if (region.sites) {
        text += '\n' + sites_text(*region.sites);
    }
    if (!region.quarantined.empty()) {
        const auto number = static_cast<std::int64_t>(region.quarantined.size());
        text += fmt::format("\n{} could not be used: see quarantine.csv\n",
                            counted(number, "file or scene", "files or scenes"));
    }
    return text;
}

}  // namespace

std::string summary_text(const ResultTables& tables) {
    std::string text;
    for (const RegionTables& region : tables.regions) {
        text += text.empty() ? "" : "\n";
        text += region_text(region);
    }
    if (tables.regions.size() < 2) {
        return text;
    }
    text += "\nall regions\n";
    for (const TotalTables& total : tables.totals) {
        text += '\n' + layer_text({total.tables, total.epochs, total.classes, total.target_index});
    }
    return text;
}

}  // namespace mineprint::pipeline
