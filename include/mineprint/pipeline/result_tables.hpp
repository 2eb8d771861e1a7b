// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mineprint/archive/scene.hpp"
#include "mineprint/pipeline/accuracy_estimates.hpp"
#include "mineprint/pipeline/adjusted_tables.hpp"
#include "mineprint/pipeline/alert_row.hpp"
#include "mineprint/pipeline/border_tables.hpp"
#include "mineprint/pipeline/change_tables.hpp"
#include "mineprint/pipeline/filter_tables.hpp"
#include "mineprint/pipeline/forest_summary.hpp"
#include "mineprint/pipeline/impact_row.hpp"
#include "mineprint/pipeline/job.hpp"
#include "mineprint/pipeline/site_tables.hpp"
#include "mineprint/pipeline/table.hpp"

namespace mineprint::pipeline {

struct ZoneLabel {
    std::string code;
    std::string name;
    bool operator==(const ZoneLabel&) const = default;
};

/// The `growth_flag` where there is no growth to tell: the second epoch is not after the first.
inline constexpr std::uint8_t no_growth_pair = 255;

/// The numbers of one zone layer. Axes: zones by code, epochs in time order, classes in the job's
/// order. Where an axis pair is (from_epoch, to_epoch) only from < to is filled; the rest is 0, or
/// NaN and `no_growth_pair`.
struct LayerTables {
    std::string name;
    std::vector<ZoneLabel> zones;
    Table<std::int64_t, 3> pixel_count;             ///< [zone, epoch, class]
    Table<double, 3> area_km2;                      ///< [zone, epoch, class]
    Table<std::int64_t, 2> unobserved_pixel_count;  ///< [zone, epoch]
    Table<double, 2> unobserved_km2;                ///< [zone, epoch]
    Table<std::int64_t, 5>
        change_pixel_count;                  ///< [zone, from_epoch, to_epoch, from_class, to_class]
    Table<double, 5> change_km2;             ///< [zone, from_epoch, to_epoch, from_class, to_class]
    Table<double, 3> growth_percent;         ///< [zone, from_epoch, to_epoch]; NaN: see the flag
    Table<double, 3> annual_growth_percent;  ///< [zone, from_epoch, to_epoch]; compound
    Table<std::uint8_t, 3> growth_flag;      ///< [zone, from_epoch, to_epoch]; change::GrowthFlag
    ChangeTables changes;                    ///< what follows from the change matrices
    std::optional<AdjustedTables> adjusted;  ///< what a sample says of the areas

    LayerTables() = default;
    /// Tables of the right shapes: counts and areas 0, growth undefined.
    LayerTables(std::string layer_name, std::vector<ZoneLabel> layer_zones, std::size_t num_epochs,
                std::size_t num_classes);
    bool operator==(const LayerTables&) const = default;
};

/// Years of 365.2425 days between the middles of two epochs.
[[nodiscard]] double years_between(const Epoch& from, const Epoch& to);

/// Area of a class in the first or the second epoch of a pair, of what was observed at both, in
/// km².
[[nodiscard]] double area_before(const LayerTables& layer, std::size_t zone, std::size_t from,
                                 std::size_t to, std::size_t cls);
[[nodiscard]] double area_after(const LayerTables& layer, std::size_t zone, std::size_t from,
                                std::size_t to, std::size_t cls);

/// Fills the growth tables and `changes` from the change matrices, so that what was not observed at
/// both epochs is neither growth nor loss. The growth is that of class `target_index`; years run
/// between the epochs' middle days.
void fill_growth(LayerTables& layer, const std::vector<Epoch>& epochs, std::size_t target_index);

/// Map against held-out reference samples. Shares are in 0 … 1, NaN where their denominator is 0.
struct AccuracyTables {
    Table<std::int64_t, 3> confusion_matrix;  ///< [epoch, map_class, reference_class]
    std::vector<std::int64_t>
        unobserved_samples;                ///< [epoch]; held out, but the map has no class there
    std::vector<double> overall_accuracy;  ///< [epoch]
    Table<double, 2> users_accuracy;       ///< [epoch, class]
    Table<double, 2> producers_accuracy;   ///< [epoch, class]
    Table<double, 2> f1;                   ///< [epoch, class]
    std::vector<double> quantity_disagreement;    ///< [epoch]
    std::vector<double> allocation_disagreement;  ///< [epoch]
    std::vector<double> kappa;                    ///< [epoch]

    AccuracyTables() = default;
    /// Empty matrices of the right shapes, shares NaN.
    AccuracyTables(std::size_t num_epochs, std::size_t num_classes);
    bool operator==(const AccuracyTables&) const = default;
};

/// Fills the shares from `confusion_matrix`.
void fill_shares(AccuracyTables& tables);

/// What became of a tile in an epoch. Whether this run made the map or found it is not told here: a
/// resumed run must write the same.
enum class TileStatus : std::uint8_t {
    mapped = 0,
    unobserved = 1,  ///< no clear pixel in any scene
    failed = 2,      ///< it has no map; the quarantine table says why
};
/// `mapped`, `unobserved`, `failed`.
[[nodiscard]] std::string tile_status_name(TileStatus status);

struct TileRow {
    std::string tile;  ///< `X0012_Y0034`
    std::string epoch;
    TileStatus status = TileStatus::mapped;
    std::int64_t num_scenes = 0;              ///< that were used
    std::int64_t num_clear_observations = 0;  ///< clear pixels, summed over the scenes
    std::int64_t num_pixels = 0;              ///< of the tile
    std::int64_t num_observed_pixels = 0;     ///< with a class
    bool operator==(const TileRow&) const = default;
};

struct RegionTables {
    std::string name;  ///< unique in a run, no slash
    std::string title;
    std::string job_text;  ///< every option as used
    std::vector<Epoch> epochs;
    std::vector<std::string> classes;
    std::size_t target_index = 0;  ///< the class whose growth is told
    std::vector<LayerTables> layers;
    std::optional<AccuracyTables> accuracy;      ///< absent without reference samples
    std::optional<AccuracyEstimates> estimates;  ///< with `accuracy`: its intervals, and more
    std::optional<FilterTables> filter;          ///< absent where the numbers are those of raw maps
    std::vector<ForestSummary> forests;          ///< that made the maps; none of foreign ones
    std::vector<AlertRow> alerts;                ///< none without an alert raster
    std::vector<ImpactRow> impact;               ///< none without impact factors
    std::vector<BorderTables> borders;
    std::optional<SiteTables> sites;  ///< absent where they were not looked for
    std::vector<archive::Quarantined> quarantined;
    std::vector<TileRow> tiles;
};

/// One layer summed over the regions of the run.
struct TotalTables {
    std::vector<Epoch>
        epochs;  ///< by name, in time order; from the earliest begin to the latest end
    std::vector<std::string> classes;  ///< by name, in the order of their first appearance
    std::size_t target_index = 0;
    LayerTables tables;
    Table<std::int64_t, 2> num_regions;  ///< [zone, epoch]; how many regions are in the sum
};

/// What may differ between two runs of the same job.
struct RunRecord {
    struct StageTime {
        std::string stage;
        double seconds = 0;
        bool operator==(const StageTime&) const = default;
    };
    std::string started;                          ///< UTC, ISO 8601
    std::vector<std::string> hosts;               ///< of each rank
    std::vector<std::int64_t> peak_memory_bytes;  ///< of each rank
    int num_threads = 1;                          ///< per rank
    std::vector<StageTime> stages;                ///< wall clock
    bool operator==(const RunRecord&) const = default;
};

/// All that `results.h5` holds.
struct ResultTables {
    std::vector<RegionTables> regions;
    std::vector<TotalTables> totals;
    std::string program_version;
    std::map<std::string, std::string> library_versions;  ///< those that can influence a number
    RunRecord run;
};

/// Sums every layer that some region has over the regions, in their order: zones with the same
/// code, epochs and classes with the same name. A growth is that of the regions which have both
/// epochs, so that a region that starts later does not look like growth; its class is the target of
/// the first region with the layer. Regions that overlap are counted twice. Layers are ordered by
/// name, zones by code.
[[nodiscard]] std::vector<TotalTables> totals(const std::vector<RegionTables>& regions);

}  // namespace mineprint::pipeline
