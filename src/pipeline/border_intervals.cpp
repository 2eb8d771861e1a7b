// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/border_intervals.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace mineprint::pipeline {
namespace {

/// Whether the growth of a zone rests on samples from outside it.
bool is_pooled(const AdjustedTables& adjusted, std::size_t zone, std::size_t first,
               std::size_t last) {
    const auto from = static_cast<GrowthFrom>(adjusted.growth_from(zone, first, last));
    const auto pooled_at = [&](std::size_t epoch) {
        return static_cast<AdjustedFrom>(adjusted.area_from(zone, epoch)) ==
               AdjustedFrom::pooled_samples;
    };
    return from == GrowthFrom::pooled_labels ||
           (from == GrowthFrom::separate_samples && (pooled_at(first) || pooled_at(last)));
}

BorderInterval interval_of(const IntervalTable& table, std::size_t zone, std::size_t from,
                           std::size_t to) {
    return {table.value(zone, from, to), table.low(zone, from, to), table.high(zone, from, to)};
}

void add_side(const RegionTables& region, const LayerTables& layer, std::size_t side,
              BorderTables& border) {
    const std::size_t last = region.epochs.size() - 1;
    std::optional<std::size_t> pivot;
    for (std::size_t epoch = 0; epoch <= last && !border.pivot_epoch.empty(); ++epoch) {
        if (region.epochs[epoch].name == border.pivot_epoch) {
            pivot = epoch;
        }
    }
    const auto zone = std::ranges::find(layer.zones, border.codes.at(side), &ZoneLabel::code);
    if (zone == layer.zones.end()) {
        return;
    }
    const auto index = static_cast<std::size_t>(zone - layer.zones.begin());
    const AdjustedTables& adjusted = *layer.adjusted;
    border.adjusted_growth.at(side) = interval_of(adjusted.growth_percent, index, 0, last);
    border.pooled.at(side) = is_pooled(adjusted, index, 0, last);
    if (!pivot) {
        return;
    }
    if (*pivot > 0) {
        border.adjusted_before.at(side) =
            interval_of(adjusted.annual_growth_percent, index, 0, *pivot);
        border.pooled_before.at(side) = is_pooled(adjusted, index, 0, *pivot);
    }
    if (*pivot < last) {
        border.adjusted_after.at(side) =
            interval_of(adjusted.annual_growth_percent, index, *pivot, last);
        border.pooled_after.at(side) = is_pooled(adjusted, index, *pivot, last);
    }
}

double log_factor(double percent) { return std::log1p(percent / 100); }

}  // namespace

BorderInterval ratio_of_growths(const BorderInterval& first, const BorderInterval& second) {
    const double middle = log_factor(second.value) - log_factor(first.value);
    const double down = std::hypot(log_factor(second.value) - log_factor(second.low),
                                   log_factor(first.high) - log_factor(first.value));
    const double up = std::hypot(log_factor(second.high) - log_factor(second.value),
                                 log_factor(first.value) - log_factor(first.low));
    const BorderInterval ratio{std::exp(middle), std::exp(middle - down), std::exp(middle + up)};
    const bool told =
        std::isfinite(ratio.value) && std::isfinite(ratio.low) && std::isfinite(ratio.high);
    return told ? ratio : BorderInterval{};
}

void add_border_intervals(const ZoneOptions& options, RegionTables& region) {
    const std::size_t last = region.epochs.size() - 1;
    for (const ZonePair& pair : options.pairs) {
        const auto layer = std::ranges::find(region.layers, pair.layer, &LayerTables::name);
        const auto border = std::ranges::find(region.borders, pair.name(), &BorderTables::name);
        if (last == 0 || layer == region.layers.end() || !layer->adjusted ||
            border == region.borders.end()) {
            continue;
        }
        add_side(region, *layer, 0, *border);
        add_side(region, *layer, 1, *border);
        if (!border->pooled[0] && !border->pooled[1]) {
            border->adjusted_ratio =
                ratio_of_growths(border->adjusted_growth[0], border->adjusted_growth[1]);
        }
    }
}

}  // namespace mineprint::pipeline
