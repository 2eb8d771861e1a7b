// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/reduction_tables.hpp"

#include "mineprint/pipeline/border_pairs.hpp"

namespace mineprint::pipeline {
namespace {

constexpr double m2_per_km2 = 1e6;

void fill_states(LayerTables& layer, const zones::Accumulator& sums) {
    const auto& shape = sums.shape();
    for (std::size_t zone = 0; zone < shape.zones; ++zone) {
        for (std::size_t epoch = 0; epoch < shape.epochs; ++epoch) {
            for (std::size_t cls = 0; cls < shape.classes; ++cls) {
                layer.pixel_count(zone, epoch, cls) = sums.pixels(zone, epoch, cls);
                layer.area_km2(zone, epoch, cls) = sums.area_m2(zone, epoch, cls) / m2_per_km2;
            }
            layer.unobserved_pixel_count(zone, epoch) = sums.pixels(zone, epoch, shape.classes);
            layer.unobserved_km2(zone, epoch) =
                sums.area_m2(zone, epoch, shape.classes) / m2_per_km2;
        }
    }
}

/// From-to tables of one zone and one pair of epochs.
void fill_pair(LayerTables& layer, const zones::Accumulator& sums, std::size_t zone,
               std::size_t from_epoch, std::size_t to_epoch) {
    const std::size_t pair = sums.pair_index(from_epoch, to_epoch);
    for (std::size_t from = 0; from < sums.shape().classes; ++from) {
        for (std::size_t to = 0; to < sums.shape().classes; ++to) {
            layer.change_pixel_count(zone, from_epoch, to_epoch, from, to) =
                sums.change_pixels(zone, pair, from, to);
            layer.change_km2(zone, from_epoch, to_epoch, from, to) =
                sums.change_m2(zone, pair, from, to) / m2_per_km2;
        }
    }
}

/// The zones of a layer and what is outside of them.
std::vector<ZoneLabel> labels_of(const zones::ZoneLayer& layer) {
    std::vector<ZoneLabel> labels;
    for (const zones::Zone& zone : layer.zones) {
        labels.push_back({zone.code, zone.name});
    }
    if (!layer.whole_region) {
        labels.push_back({zones::outside_code, "outside all zones"});
    }
    return labels;
}

/// Sums without the zones that no pixel is in: of a cross-tabulation most are.
zones::Accumulator without_empty(const zones::Accumulator& sums, std::vector<ZoneLabel>& labels) {
    const auto& shape = sums.shape();
    std::vector<std::size_t> kept;
    std::vector<ZoneLabel> kept_labels;
    for (std::size_t zone = 0; zone < shape.zones; ++zone) {
        std::int64_t num_pixels = 0;
        for (std::size_t cls = 0; cls <= shape.classes; ++cls) {
            num_pixels += sums.pixels(zone, 0, cls);
        }
        if (num_pixels > 0) {
            kept.push_back(zone);
            kept_labels.push_back(labels[zone]);
        }
    }
    labels = std::move(kept_labels);
    return sums.of_zones(kept);
}

LayerTables layer_tables(const std::string& name, std::vector<ZoneLabel> labels,
                         const zones::Accumulator& sums, const ReductionInput& input) {
    const auto& shape = sums.shape();
    LayerTables tables(name, std::move(labels), shape.epochs, shape.classes);
    fill_states(tables, sums);
    for (std::size_t zone = 0; zone < shape.zones; ++zone) {
        for (std::size_t from = 0; from < shape.epochs; ++from) {
            for (std::size_t to = from + 1; to < shape.epochs; ++to) {
                fill_pair(tables, sums, zone, from, to);
            }
        }
    }
    fill_growth(tables, input.maps.job->epochs, input.maps.target);
    return tables;
}

AccuracyTables accuracy_tables(const AccuracyTotals& totals, const MapSet& maps) {
    const std::size_t num_epochs = maps.job->epochs.size();
    const std::size_t num_classes = maps.classes.size();
    AccuracyTables tables(num_epochs, num_classes);
    for (std::size_t epoch = 0; epoch < num_epochs; ++epoch) {
        for (std::size_t row = 0; row < num_classes; ++row) {
            for (std::size_t column = 0; column < num_classes; ++column) {
                tables.confusion_matrix(epoch, row, column) = totals.count(epoch, row, column);
            }
        }
        tables.unobserved_samples[epoch] = totals.num_unobserved(epoch);
    }
    fill_shares(tables);
    return tables;
}

}  // namespace

RegionTables region_tables(const ReductionInput& input, const Reduction& reduction) {
    const RegionJob& job = *input.maps.job;
    RegionTables tables;
    tables.name = job.name;
    tables.title = job.title;
    tables.job_text = job.text;
    tables.epochs = job.epochs;
    tables.classes = input.maps.classes;
    tables.target_index = input.maps.target;
    for (std::size_t i = 0; i < input.layers.size(); ++i) {
        const zones::ZoneLayer& layer = input.layers[i];
        tables.layers.push_back(
            layer_tables(layer.name, labels_of(layer), reduction.layers[i].tables(), input));
    }
    for (std::size_t i = 0; i < input.derived.size(); ++i) {
        const zones::DerivedLayer& derived = input.derived[i];
        std::vector<ZoneLabel> labels;
        for (const zones::Zone& zone : derived.zones) {
            labels.push_back({zone.code, zone.name});
        }
        zones::Accumulator sums = reduction.layers[input.layers.size() + i].tables();
        if (derived.kind == zones::DerivedLayer::Kind::cross) {
            sums = without_empty(sums, labels);
        }
        tables.layers.push_back(layer_tables(derived.name, std::move(labels), sums, input));
    }
    if (reduction.accuracy) {
        tables.accuracy = accuracy_tables(*reduction.accuracy, input.maps);
    }
    tables.filter = reduction.filter;
    if (reduction.alerts) {
        tables.alerts = reduction.alerts->rows(input.maps, input.layers);
    }
    if (reduction.sites) {
        tables.sites = reduction.sites->tables;
    }
    tables.borders = border_tables(job, tables);
    tables.quarantined = reduction.quarantined;
    tables.tiles = reduction.tiles;
    return tables;
}

}  // namespace mineprint::pipeline
