// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "mineprint/pipeline/estimate_table.hpp"
#include "mineprint/pipeline/table.hpp"

namespace mineprint::pipeline {

/// Where an adjusted area comes from.
enum class AdjustedFrom : std::uint8_t {
    own_samples = 0,     ///< the samples that lie in the zone
    pooled_samples = 1,  ///< all of the region: the map is taken to err in the zone as everywhere
    not_estimated = 2,   ///< too few samples, or a mapped class without any
};

/// Where an adjusted growth comes from.
enum class GrowthFrom : std::uint8_t {
    own_labels = 0,        ///< samples of the zone with labels of both epochs
    pooled_labels = 1,     ///< samples of the region with labels of both epochs
    separate_samples = 2,  ///< the adjusted areas of the epochs, taken as independent
    not_estimated = 3,
};

/// What a sample says of the areas of a layer: areas by the reference, not by the map. NaN where
/// there is no estimate.
struct AdjustedTables {
    EstimateTable<3> area_km2;            ///< [zone, epoch, class]
    Table<std::uint8_t, 2> area_from;     ///< [zone, epoch]; AdjustedFrom
    Table<std::int64_t, 2> num_samples;   ///< [zone, epoch]; in the zone, on observed pixels
    EstimateTable<5> change_km2;          ///< [zone, from_epoch, to_epoch, from, to]
    EstimateTable<3> gain_km2;            ///< [zone, from_epoch, to_epoch]; of the target class
    EstimateTable<3> loss_km2;            ///< the same
    EstimateTable<3> net_km2;             ///< the same; the three from samples with both labels
    IntervalTable growth_percent;         ///< [zone, from_epoch, to_epoch]; of the target class
    IntervalTable annual_growth_percent;  ///< the same; compound
    IntervalTable puyravaud_percent;      ///< the same
    Table<std::uint8_t, 3> growth_from;   ///< [zone, from_epoch, to_epoch]; GrowthFrom, 255: none
    /// [zone, from_epoch, to_epoch]; growth of `area_km2`, whatever `growth_percent` comes from
    Table<double, 3> growth_of_areas_percent;
    Table<std::int64_t, 3> num_both;  ///< [zone, from_epoch, to_epoch]; samples with both labels

    AdjustedTables() = default;
    AdjustedTables(std::size_t num_zones, std::size_t num_epochs, std::size_t num_classes);
    bool operator==(const AdjustedTables&) const = default;
};

}  // namespace mineprint::pipeline
