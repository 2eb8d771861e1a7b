// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/change_tables.hpp"

#include <algorithm>
#include <limits>
#include <span>

#include "mineprint/change/class_change.hpp"
#include "mineprint/change/growth_interval.hpp"
#include "mineprint/change/transition.hpp"
#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// One zone and pair of epochs.
struct Pair {
    std::size_t zone;
    std::size_t from;
    std::size_t to;
};

std::vector<double> matrix_of(const LayerTables& layer, const Pair& pair, std::size_t classes) {
    std::vector<double> matrix;
    for (std::size_t a = 0; a < classes; ++a) {
        for (std::size_t b = 0; b < classes; ++b) {
            matrix.push_back(layer.change_km2(pair.zone, pair.from, pair.to, a, b));
        }
    }
    return matrix;
}

/// All of a zone, as its first epoch of the pair has it.
double zone_km2(const LayerTables& layer, const Pair& pair, std::size_t classes) {
    double sum = layer.unobserved_km2(pair.zone, pair.from);
    for (std::size_t c = 0; c < classes; ++c) {
        sum += layer.area_km2(pair.zone, pair.from, c);
    }
    return sum;
}

void fill_classes(ChangeTables& tables, const Pair& pair, std::span<const double> matrix,
                  std::size_t classes) {
    const auto& [zone, from, to] = pair;
    for (std::size_t c = 0; c < classes; ++c) {
        const change::ClassChange change = change::class_change(matrix, classes, c);
        tables.gain_km2(zone, from, to, c) = change.gain;
        tables.loss_km2(zone, from, to, c) = change.loss;
        tables.net_km2(zone, from, to, c) = change.net;
        tables.swap_km2(zone, from, to, c) = change.swap;
        tables.persistence_km2(zone, from, to, c) = change.persistence;
    }
}

void fill_transitions(ChangeTables& tables, const Pair& pair, std::span<const double> matrix,
                      std::size_t classes, double years) {
    const auto& [zone, from, to] = pair;
    const auto probabilities = change::transition_probabilities(matrix, classes);
    const auto yearly = change::yearly_transition(probabilities, classes, years);
    tables.yearly_transition_flag(zone, from, to) = static_cast<std::uint8_t>(yearly.flag);
    for (std::size_t a = 0; a < classes; ++a) {
        for (std::size_t b = 0; b < classes; ++b) {
            tables.transition_probability(zone, from, to, a, b) = probabilities[a * classes + b];
            tables.yearly_transition_probability(zone, from, to, a, b) =
                yearly.probabilities[a * classes + b];
        }
    }
}

}  // namespace

ChangeTables::ChangeTables(std::size_t num_zones, std::size_t num_epochs, std::size_t num_classes)
    : observed_both_km2({num_zones, num_epochs, num_epochs}, nan),
      excluded_km2(observed_both_km2),
      gain_km2({num_zones, num_epochs, num_epochs, num_classes}, nan),
      loss_km2(gain_km2),
      net_km2(gain_km2),
      swap_km2(gain_km2),
      persistence_km2(gain_km2),
      puyravaud_percent(observed_both_km2),
      transition_probability({num_zones, num_epochs, num_epochs, num_classes, num_classes}, nan),
      yearly_transition_probability(transition_probability),
      yearly_transition_flag({num_zones, num_epochs, num_epochs}, no_pair) {}

void fill_change_tables(LayerTables& layer, const std::vector<Epoch>& epochs,
                        std::size_t target_index) {
    const std::size_t classes = layer.area_km2.shape()[2];
    layer.changes = ChangeTables(layer.zones.size(), epochs.size(), classes);
    for (std::size_t zone = 0; zone < layer.zones.size(); ++zone) {
        for (std::size_t from = 0; from < epochs.size(); ++from) {
            for (std::size_t to = from + 1; to < epochs.size(); ++to) {
                const Pair pair{zone, from, to};
                if (layer.growth_flag(zone, from, to) == no_growth_pair) {
                    continue;  // of totals: no region has both epochs
                }
                const auto matrix = matrix_of(layer, pair, classes);
                const double years = years_between(epochs[from], epochs[to]);
                fill_classes(layer.changes, pair, matrix, classes);
                fill_transitions(layer.changes, pair, matrix, classes, years);
                double both = 0;
                for (const double cell : matrix) {
                    both += cell;
                }
                const double excluded = zone_km2(layer, pair, classes) - both;
                // Both are sums of whole cm², but of different ones: what is left is rounding.
                constexpr double rounding_km2 = 1e-9;
                layer.changes.observed_both_km2(zone, from, to) = both;
                layer.changes.excluded_km2(zone, from, to) = excluded < rounding_km2 ? 0 : excluded;
                layer.changes.puyravaud_percent(zone, from, to) = change::puyravaud_percent(
                    area_before(layer, pair.zone, from, to, target_index),
                    area_after(layer, pair.zone, from, to, target_index), years);
            }
        }
    }
}

}  // namespace mineprint::pipeline
