// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mineprint/forest/sample_table.hpp"
#include "mineprint/pipeline/alert_check.hpp"
#include "mineprint/pipeline/checked_samples.hpp"
#include "mineprint/pipeline/context.hpp"
#include "mineprint/pipeline/filter_plan.hpp"
#include "mineprint/pipeline/map_set.hpp"
#include "mineprint/pipeline/region_totals.hpp"
#include "mineprint/pipeline/result_tables.hpp"
#include "mineprint/pipeline/site_search.hpp"
#include "mineprint/zones/derived_layer.hpp"
#include "mineprint/zones/zone_layer.hpp"

namespace mineprint::pipeline {

/// What a region is reduced from: its maps, its zones and the samples to check the maps with. The
/// same on every rank.
struct ReductionInput {
    MapSet maps;
    std::optional<FilterPlan> filter;  ///< absent: the raw maps are reduced
    std::vector<zones::ZoneLayer> layers;
    std::vector<zones::DerivedLayer> derived;
    std::optional<zones::ZoneLayer> known_mines;
    std::vector<forest::SampleOrigin> check_samples;  ///< in any order; labels index maps.classes
    bool has_reference = false;
};

/// What came of it, the same on every rank but for `samples`, `tiles`, `sites` and `quarantined`,
/// which rank 0 has.
struct Reduction {
    std::vector<LayerTotals> layers;
    std::optional<AccuracyTotals> accuracy;
    std::optional<FilterTables> filter;
    std::optional<FoundSites> sites;    ///< on rank 0
    std::optional<AlertTotals> alerts;  ///< rank 0 has the sums
    CheckedSamples samples;             ///< with what the map has in their places
    std::vector<TileRow> tiles;         ///< by epoch, in tile order; none for foreign maps
    std::vector<archive::Quarantined> quarantined;
};

/// Collective. Reads every tile's classes once and adds them up.
[[nodiscard]] Reduction reduce_region(const Context& context, const ReductionInput& input);

}  // namespace mineprint::pipeline
