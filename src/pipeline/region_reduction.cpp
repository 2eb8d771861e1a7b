// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/region_reduction.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "mineprint/core/work_clock.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/pipeline/messages.hpp"
#include "mineprint/zones/coverage.hpp"

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
    std::vector<FoundTile> sites;
};

zones::AccumulatorShape shape_of(const MapSet& maps, std::size_t num_zones) {
    return {num_zones, maps.job->epochs.size(), maps.classes.size()};
}

/// What is outside all zones of a layer is a zone of its own, after the last.
Raster<std::int32_t> with_outside(Raster<std::int32_t> tile_zones, const zones::ZoneLayer& layer) {
    for (std::int32_t& zone : tile_zones.values()) {
        zone = zone == zones::outside ? static_cast<std::int32_t>(layer.zones.size()) : zone;
    }
    return tile_zones;
}

/// The zones that occur in a tile, so that its tables stay small in a large layer.
std::vector<std::int32_t> zones_present(const Raster<std::int32_t>& tile_zones,
                                        const std::vector<zones::PartialPixel>& parts) {
    const auto values = tile_zones.values();
    std::set<std::int32_t> present;
    std::int32_t last = zones::outside;
    for (const std::int32_t zone : values) {
        if (zone != last) {
            present.insert(zone);
            last = zone;
        }
    }
    for (const zones::PartialPixel& part : parts) {
        present.insert(part.zone);
    }
    return {present.begin(), present.end()};
}

/// One tile's tables of one layer, and the zones they are about.
struct TileSums {
    zones::Accumulator tables;
    std::vector<std::int32_t> zones;
};

/// What a tile's pixels are counted with.
struct TilePixels {
    const MapSet& maps;
    const TileClasses& classes;
    std::span<const double> area_m2;
};

TileSums sum_tile(const TilePixels& pixels, Raster<std::int32_t> tile_zones,
                  zones::LayerCoverage coverage) {
    const std::vector<std::int32_t> present = zones_present(tile_zones, coverage.parts);
    const auto number = [&present](std::int32_t zone) {
        const auto place = std::lower_bound(present.begin(), present.end(), zone);
        return static_cast<std::int32_t>(place - present.begin());
    };
    for (std::int32_t& zone : tile_zones.values()) {
        zone = number(zone);
    }
    for (zones::PartialPixel& part : coverage.parts) {
        part.zone = number(part.zone);
    }
    zones::Accumulator tables(shape_of(pixels.maps, present.size()));
    std::vector<double> whole(pixels.area_m2.begin(), pixels.area_m2.end());
    for (std::size_t pixel = 0; pixel < coverage.divided.size(); ++pixel) {
        whole[pixel] = coverage.divided[pixel] != 0 ? 0 : whole[pixel];
    }
    tables.add(tile_zones, whole, pixels.classes.epochs);
    tables.add_partial(coverage.parts, pixels.area_m2, pixels.classes.epochs);
    return {std::move(tables), present};
}

/// The zone rasters of all layers, in a tile.
std::vector<Raster<std::int32_t>> zone_rasters(const ReductionInput& input, std::int64_t tile) {
    std::vector<Raster<std::int32_t>> rasters;
    for (const zones::ZoneLayer& layer : input.layers) {
        rasters.push_back(
            zones::zone_raster(layer, input.maps.grid, input.maps.tiling.window(tile)));
    }
    return rasters;
}

/// The zone numbers of all layers and of those derived from them, as their tables have them.
std::vector<Raster<std::int32_t>> table_zones(const ReductionInput& input, std::int64_t tile,
                                              const std::vector<Raster<std::int32_t>>& rasters,
                                              std::span<const double> area_m2) {
    std::vector<Raster<std::int32_t>> zones;
    for (std::size_t i = 0; i < rasters.size(); ++i) {
        zones.push_back(with_outside(rasters[i], input.layers[i]));
    }
    if (input.derived.empty()) {
        return zones;
    }
    const geo::Grid& grid = input.maps.grid;
    const auto metric = zones::metric_window(
        grid, input.maps.tiling.window(tile),
        {gdal_io::is_geographic(grid.crs_wkt), gdal_io::ellipsoid_of(grid.crs_wkt)}, area_m2);
    for (const zones::DerivedLayer& derived : input.derived) {
        zones.push_back(zones::derived_raster(derived, input.layers, rasters, metric));
    }
    return zones;
}

/// The tables of all layers and of those derived from them.
std::vector<TileSums> sum_layers(const ReductionInput& input, std::int64_t tile,
                                 const TilePixels& pixels,
                                 const std::vector<Raster<std::int32_t>>& zones) {
    const MapSet& maps = input.maps;
    const bool fractional = maps.job->derived_zones.coverage == ZoneCoverage::fractional;
    std::vector<TileSums> sums;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        zones::LayerCoverage coverage;
        if (fractional && i < input.layers.size() && !input.layers[i].whole_region) {
            coverage = zones::coverage_of(input.layers[i], maps.grid, maps.tiling.window(tile));
        }
        sums.push_back(sum_tile(pixels, zones[i], std::move(coverage)));
    }
    return sums;
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
                             const TileClasses& classes,
                             const std::vector<Raster<std::int32_t>>& zones) {
    CheckedSamples found{zones.size(), {}, {}};
    if (const auto own = samples.find(tile); own != samples.end()) {
        check_tile_samples(input.maps, context.paths, zones, tile, classes, own->second, found);
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

SiteInput site_input(const ReductionInput& input) {
    return {input.maps, input.layers, input.known_mines ? &*input.known_mines : nullptr};
}

void reduce_tile(const Context& context, const ReductionInput& input, const SamplesByTile& samples,
                 std::int64_t tile, OwnSums& own) {
    core::WorkTimer timer(*context.work_clock, core::Work::reading);
    const MapSet& maps = input.maps;
    TileClasses classes = read_tile_classes(maps, context.paths, tile);
    std::vector<Raster<std::uint8_t>> raw;
    if (input.filter) {
        raw = std::exchange(classes.epochs,
                            read_filtered_classes(*input.filter, context.paths, tile));
    }
    timer.turn_to(core::Work::computing);
    const auto area_m2 = gdal_io::pixel_area(maps.grid).window_m2(maps.tiling.window(tile));
    const auto rasters = zone_rasters(input, tile);
    const auto zones = table_zones(input, tile, rasters, area_m2);
    const auto sums = sum_layers(input, tile, {maps, classes, area_m2}, zones);
    std::optional<FoundTile> sites;
    if (maps.job->sites.find) {
        sites = find_site_parts(site_input(input), tile, classes.epochs, area_m2, rasters);
    }
    const CheckedSamples found = check_samples(context, input, samples, tile, classes, zones);
    AlertTotals alerts;
    if (own.reduction.alerts) {
        alerts.add_tile(maps, input.layers, tile, classes);
    }
    const std::lock_guard lock(own.mutex);
    if (own.reduction.alerts) {
        own.reduction.alerts->merge(alerts);
    }
    if (sites) {
        own.sites.push_back(std::move(*sites));
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
        const std::size_t num_zones = layer.zones.size() + (layer.whole_region ? 0 : 1);
        own.reduction.layers.emplace_back(shape_of(input.maps, num_zones));
    }
    for (const zones::DerivedLayer& derived : input.derived) {
        own.reduction.layers.emplace_back(shape_of(input.maps, derived.zones.size()));
    }
    if (input.has_reference) {
        own.reduction.accuracy.emplace(input.maps.job->epochs.size(), input.maps.classes.size());
    }
    if (input.filter) {
        own.reduction.filter.emplace(in_words(input.filter->options()),
                                     input.maps.job->epochs.size(), input.maps.classes.size());
    }
    own.reduction.samples.num_layers = input.layers.size() + input.derived.size();
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
    if (input.maps.job->sites.find) {
        own.reduction.sites = join_sites(context.comm, site_input(input), own.sites);
    }
    gather_rows(context, own);
    return std::move(own.reduction);
}

}  // namespace mineprint::pipeline
