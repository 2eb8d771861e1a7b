// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "mineprint/pipeline/table.hpp"

namespace mineprint::pipeline {

struct Epoch;
struct LayerTables;

/// What follows from a layer's change matrices. Only from < to is filled, the rest is NaN and, in
/// flags, `no_pair`.
struct ChangeTables {
    static constexpr std::uint8_t no_pair = 255;

    Table<double, 3> observed_both_km2;  ///< [zone, from_epoch, to_epoch]
    /// [zone, from_epoch, to_epoch]; of the zone, not observed at one epoch or both
    Table<double, 3> excluded_km2;
    Table<double, 4> gain_km2;  ///< [zone, from_epoch, to_epoch, class]; so are the next four
    Table<double, 4> loss_km2;
    Table<double, 4> net_km2;
    Table<double, 4> swap_km2;
    Table<double, 4> persistence_km2;
    Table<double, 3> puyravaud_percent;       ///< [zone, from_epoch, to_epoch]; target, per year
    Table<double, 5> transition_probability;  ///< [zone, from_epoch, to_epoch, from, to]
    Table<double, 5> yearly_transition_probability;  ///< the same axes
    Table<std::uint8_t, 3> yearly_transition_flag;   ///< change::YearlyFlag

    ChangeTables() = default;
    ChangeTables(std::size_t num_zones, std::size_t num_epochs, std::size_t num_classes);
    bool operator==(const ChangeTables&) const = default;
};

/// Fills `layer.changes` from its change matrices and areas.
void fill_change_tables(LayerTables& layer, const std::vector<Epoch>& epochs,
                        std::size_t target_index);

}  // namespace mineprint::pipeline
