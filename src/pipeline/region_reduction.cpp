// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/region_reduction.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/pipeline/messages.hpp"

namespace mineprint::pipeline {
namespace {

using raster::Raster;

/// A tile's row for the tables, with its place in the order.
struct PlacedRow {
    std::size_t epoch = 0;
    std::int64_t tile = 0;
    TileRow row;
};

/// What this rank's threads have added up so far.
struct OwnSums {
    std::mutex mutex;
    Reduction reduction;
    std::vector<PlacedRow> rows;
};

zones::AccumulatorShape shape_of(const MapSet& maps, std::size_t num_zones) {
    return {num_zones, maps.job->epochs.size(), maps.classes.size()};
}

/// Renumbers the zones that occur in a tile from 0, so that its tables stay small in a large layer.
/// Returns which zone each number stands for.
std::vector<std::int32_t> renumber(Raster<std::int32_t>& tile_zones) {
    std::map<std::int32_t, std::int32_t> numbers;
    for (const std::int32_t zone : tile_zones.values()) {
        if (zone != zones::outside) {
            numbers.emplace(zone, 0);
        }
    }
    std::vector<std::int32_t> present;
    for (auto& [zone, number] : numbers) {
        number = static_cast<std::int32_t>(present.size());
        present.push_back(zone);
    }
    for (std::int32_t& zone : tile_zones.values()) {
        zone = zone == zones::outside ? zone : numbers.at(zone);
    }
    return present;
}

/// One tile's tables of one layer, and the zones they are about.
struct TileSums {
    zones::Accumulator tables;
    std::vector<std::int32_t> zones;
};

TileSums sum_tile(const MapSet& maps, const zones::ZoneLayer& layer, std::int64_t tile,
                  const TileClasses& classes, std::span<const double> area_m2) {
    auto tile_zones = zones::zone_raster(layer, maps.grid, maps.tiling.window(tile));
    std::vector<std::int32_t> present = renumber(tile_zones);
    zones::Accumulator tables(shape_of(maps, present.size()));
    if (!present.empty()) {
        tables.add(tile_zones, area_m2, classes.epochs);
    }
    return {std::move(tables), std::move(present)};
}

TileRow row_of(const MapSet& maps, std::size_t epoch, std::int64_t tile, const TileRecord& record) {
    TileRow row;
    row.tile = maps.tiling.id(tile).name();
    row.epoch = maps.job->epochs[epoch].name;
    row.status = record.num_observed_pixels > 0 ? TileStatus::mapped : TileStatus::unobserved;
    row.num_scenes = record.num_scenes;
    row.num_clear_observations = record.num_clear_observations;
    row.num_pixels = maps.tiling.window(tile).num_pixels();
    row.num_observed_pixels = record.num_observed_pixels;
    return row;
}

/// The samples that lie in each tile.
using SamplesByTile = std::map<std::int64_t, std::vector<forest::SampleOrigin>>;

SamplesByTile samples_by_tile(const ReductionInput& input) {
    SamplesByTile tiles;
    for (const forest::SampleOrigin& sample : input.check_samples) {
        tiles[input.maps.tiling.tile_of(sample.column, sample.row)].push_back(sample);
    }
    return tiles;
}

CheckedSamples check_samples(const Context& context, const ReductionInput& input,
                             const SamplesByTile& samples, std::int64_t tile,
                             const TileClasses& classes) {
    CheckedSamples found{input.layers.size(), {}, {}};
    if (const auto own = samples.find(tile); own != samples.end()) {
        check_tile_samples(input.maps, context.paths, input.layers, tile, classes, own->second,
                           found);
    }
    return found;
}

void add_samples(const CheckedSamples& found, Reduction& reduction) {
    for (std::size_t i = 0; i < found.rows.size(); ++i) {
        const CheckedSample& sample = found.rows[i];
        reduction.accuracy->add(sample.epoch, sample.map_class, sample.reference_class);
        reduction.samples.add(
            sample, std::span(found.zones).subspan(i * found.num_layers, found.num_layers));
    }
}

void reduce_tile(const Context& context, const ReductionInput& input, const SamplesByTile& samples,
                 std::int64_t tile, OwnSums& own) {
    const MapSet& maps = input.maps;
    TileClasses classes = read_tile_classes(maps, context.paths, tile);
    std::vector<Raster<std::uint8_t>> raw;
    if (input.filter) {
        raw = std::exchange(classes.epochs,
                            read_filtered_classes(*input.filter, context.paths, tile));
    }
    const auto area_m2 = gdal_io::pixel_area(maps.grid).window_m2(maps.tiling.window(tile));
    std::vector<TileSums> sums;
    for (const zones::ZoneLayer& layer : input.layers) {
        sums.push_back(sum_tile(maps, layer, tile, classes, area_m2));
    }
    const CheckedSamples found = check_samples(context, input, samples, tile, classes);
    AlertTotals alerts;
    if (own.reduction.alerts) {
        alerts.add_tile(maps, input.layers, tile, classes);
    }
    const std::lock_guard lock(own.mutex);
    if (own.reduction.alerts) {
        own.reduction.alerts->merge(alerts);
    }
    for (std::size_t i = 0; i < sums.size(); ++i) {
        own.reduction.layers[i].add(sums[i].tables, sums[i].zones);
    }
    if (own.reduction.filter) {
        own.reduction.filter->add(raw, classes.epochs);
    }
    if (own.reduction.accuracy) {
        add_samples(found, own.reduction);
    }
    for (std::size_t epoch = 0; epoch < classes.records.size(); ++epoch) {
        const TileRecord& record = classes.records[epoch];
        own.rows.push_back({epoch, tile, row_of(maps, epoch, tile, record)});
        auto& quarantined = own.reduction.quarantined;
        quarantined.insert(quarantined.end(), record.quarantined.begin(), record.quarantined.end());
    }
}

std::vector<std::byte> packed(const OwnSums& own) {
    core::ByteWriter out;
    out.put(own.rows.size());
    for (const PlacedRow& placed : own.rows) {
        out.put(placed.epoch).put(placed.tile).put_text(placed.row.tile);
        out.put_text(placed.row.epoch).put(placed.row.status).put(placed.row.num_scenes);
        out.put(placed.row.num_clear_observations).put(placed.row.num_pixels);
        out.put(placed.row.num_observed_pixels);
    }
    for (const archive::Quarantined& row : own.reduction.quarantined) {
        pack(out, row);
    }
    return out.take();
}

PlacedRow unpack_row(core::ByteReader& in) {
    PlacedRow placed;
    placed.epoch = in.get<std::size_t>();
    placed.tile = in.get<std::int64_t>();
    placed.row.tile = in.get_text();
    placed.row.epoch = in.get_text();
    placed.row.status = in.get<TileStatus>();
    placed.row.num_scenes = in.get<std::int64_t>();
    placed.row.num_clear_observations = in.get<std::int64_t>();
    placed.row.num_pixels = in.get<std::int64_t>();
    placed.row.num_observed_pixels = in.get<std::int64_t>();
    return placed;
}

/// Puts all ranks' rows on rank 0, ordered.
void gather_rows(const Context& context, OwnSums& own) {
    const auto parts = mpi::gather_bytes(context.comm, packed(own));
    std::vector<PlacedRow> rows;
    own.reduction.quarantined.clear();
    for (const auto& part : parts) {
        core::ByteReader in(part);
        const auto num_rows = in.get<std::size_t>();
        for (std::size_t i = 0; i < num_rows; ++i) {
            rows.push_back(unpack_row(in));
        }
        while (!in.at_end()) {
            own.reduction.quarantined.push_back(unpack_quarantined(in));
        }
    }
    std::sort(rows.begin(), rows.end(), [](const PlacedRow& a, const PlacedRow& b) {
        return std::pair(a.epoch, a.tile) < std::pair(b.epoch, b.tile);
    });
    for (PlacedRow& placed : rows) {
        own.reduction.tiles.push_back(std::move(placed.row));
    }
    std::sort(own.reduction.quarantined.begin(), own.reduction.quarantined.end());
}

}  // namespace

Reduction reduce_region(const Context& context, const ReductionInput& input) {
    OwnSums own;
    for (const zones::ZoneLayer& layer : input.layers) {
        own.reduction.layers.emplace_back(shape_of(input.maps, layer.zones.size()));
    }
    if (input.has_reference) {
        own.reduction.accuracy.emplace(input.maps.job->epochs.size(), input.maps.classes.size());
    }
    if (input.filter) {
        own.reduction.filter.emplace(in_words(input.filter->options()),
                                     input.maps.job->epochs.size(), input.maps.classes.size());
    }
    own.reduction.samples.num_layers = input.layers.size();
    if (!input.maps.job->alerts.raster.empty()) {
        own.reduction.alerts.emplace();
    }
    const SamplesByTile samples = samples_by_tile(input);
    run_tasks(context, "reduction of " + input.maps.job->name, input.maps.tiling.num_tiles(),
              [&](std::int64_t tile) { reduce_tile(context, input, samples, tile, own); });
    for (LayerTotals& layer : own.reduction.layers) {
        layer.sum_over_ranks(context.comm);
    }
    if (own.reduction.accuracy) {
        own.reduction.accuracy->sum_over_ranks(context.comm);
    }
    if (own.reduction.filter) {
        own.reduction.filter->sum_over_ranks(context.comm);
    }
    own.reduction.samples = gather_samples(context.comm, own.reduction.samples);
    if (own.reduction.alerts) {
        own.reduction.alerts->gather(context.comm);
    }
    gather_rows(context, own);
    return std::move(own.reduction);
}

}  // namespace mineprint::pipeline
