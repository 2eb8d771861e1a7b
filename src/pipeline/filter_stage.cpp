// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/class_colours.hpp"
#include "mineprint/pipeline/filter_plan.hpp"
#include "mineprint/pipeline/filter_sieve.hpp"
#include "mineprint/pipeline/stages.hpp"
#include "mineprint/pipeline/steps.hpp"
#include "mineprint/zones/accumulator.hpp"

namespace mineprint::pipeline {
namespace {

using Classes = raster::Raster<std::uint8_t>;
using Probabilities = raster::Raster<std::uint16_t>;

/// A region's filter, made ready.
struct RegionFilter {
    const Context& context;
    FilterPlan plan;
    change::TemporalFilter temporal;
    change::SieveOptions sieve;

    [[nodiscard]] bool sieves() const { return sieve.minimum_area_mm2 > 0; }
};

std::vector<double> epoch_years(const RegionJob& job) {
    std::vector<double> years;
    for (const Epoch& epoch : job.epochs) {
        years.push_back(epoch.middle_day() / 365.2425);
    }
    return years;
}

RegionFilter make_filter(const Context& context, FilterPlan plan) {
    const FilterOptions& options = plan.options();
    change::TemporalFilter temporal(options.temporal, epoch_years(*plan.maps.job),
                                    static_cast<std::uint8_t>(plan.maps.target), zones::unobserved);
    const change::SieveOptions sieve{std::llround(options.minimum_area_m2 * 1e6),
                                     options.connectivity};
    return {context, std::move(plan), std::move(temporal), sieve};
}

void require_possible(const RegionJob& job) {
    if (job.filter.temporal.rule == change::TemporalRule::hmm && !job.maps.empty()) {
        throw core::UsageError(fmt::format(
            "{}: filter.temporal=hmm needs probabilities, which maps.image does not have: choose "
            "another rule",
            job.file.string()));
    }
}

std::vector<Probabilities> read_probabilities(const RegionFilter& filter, std::int64_t tile) {
    std::vector<Probabilities> maps;
    if (filter.plan.options().temporal.rule != change::TemporalRule::hmm) {
        return maps;
    }
    const RegionJob& job = *filter.plan.maps.job;
    const auto window = filter.plan.maps.tiling.window(tile);
    for (const Epoch& epoch : job.epochs) {
        const auto path = filter.context.paths.tile(job.name, epoch.name, "probability",
                                                    filter.plan.maps.tiling.id(tile).name());
        if (!std::filesystem::exists(path)) {
            throw core::DataError(
                fmt::format("{}: there is no such map, and filter.temporal=hmm needs it: run "
                            "`mineprint map` with output.probability=yes",
                            path.string()));
        }
        gdal_io::RasterReader reader(path);
        const auto& grid = reader.info().grid;
        if (grid.width != window.width || grid.height != window.height) {
            throw core::DataError(fmt::format("{}: is {} × {} pixels where the tile has {} × {}",
                                              path.string(), grid.width, grid.height, window.width,
                                              window.height));
        }
        maps.push_back(reader.read<std::uint16_t>(1, grid.window()));
    }
    return maps;
}

/// One tile after the temporal rules. Leaves the timer at computing.
TileClasses read_consistent(const RegionFilter& filter, std::int64_t tile, core::WorkTimer& timer) {
    TileClasses classes = read_tile_classes(filter.plan.maps, filter.context.paths, tile);
    const auto probabilities = read_probabilities(filter, tile);
    timer.turn_to(core::Work::computing);
    if (filter.plan.options().temporal.rule != change::TemporalRule::none) {
        change::apply(filter.temporal, classes.epochs, probabilities);
    }
    return classes;
}

std::vector<change::TileSieve> sieves_of(const RegionFilter& filter, std::int64_t tile,
                                         const TileClasses& classes) {
    const MapSet& maps = filter.plan.maps;
    const change::WindowPlace place{maps.tiling.window(tile), maps.grid.width};
    const auto area_mm2 =
        change::to_mm2(gdal_io::pixel_area(maps.grid).window_m2(maps.tiling.window(tile)));
    std::vector<change::TileSieve> sieves;
    for (const Classes& epoch : classes.epochs) {
        sieves.emplace_back(epoch, zones::unobserved, place, area_mm2, filter.sieve);
    }
    return sieves;
}

/// Collective. What becomes of patches that lie in several tiles, or beside such.
SieveDecisions decide_on_seams(const RegionFilter& filter) {
    std::mutex mutex;
    std::vector<OpenTile> own;
    const MapSet& maps = filter.plan.maps;
    run_tasks(filter.context, "patches of " + maps.job->name, maps.tiling.num_tiles(),
              [&](std::int64_t tile) {
                  core::WorkTimer timer(*filter.context.work_clock, core::Work::reading);
                  const TileClasses classes = read_consistent(filter, tile, timer);
                  OpenTile open{tile, {}};
                  for (const auto& sieve : sieves_of(filter, tile, classes)) {
                      open.epochs.push_back(sieve.open_part());
                  }
                  const std::lock_guard lock(mutex);
                  own.push_back(std::move(open));
              });
    return decide_together(filter.context.comm, maps.tiling, maps.grid.width, own, filter.sieve);
}

/// What the filtered map says of itself: as the raw one, but for the fingerprint.
TileRecord record_of(const RegionFilter& filter, const TileClasses& classes, std::size_t epoch,
                     std::int64_t tile) {
    const MapSet& maps = filter.plan.maps;
    TileRecord record;
    if (maps.foreign()) {
        const auto values = classes.epochs[epoch].values();
        record.num_observed_pixels =
            std::count_if(values.begin(), values.end(),
                          [](std::uint8_t value) { return value != zones::unobserved; });
    } else {
        record = classes.records[epoch];
    }
    record.classes = maps.classes;
    record.target = maps.classes[maps.target];
    record.fingerprint = filter.plan.fingerprint(epoch, tile);
    return record;
}

void write_filtered(const RegionFilter& filter, const TileClasses& classes, std::size_t epoch,
                    std::int64_t tile) {
    const MapSet& maps = filter.plan.maps;
    gdal_io::GeoTiffOptions options;
    options.nodata = zones::unobserved;
    options.band_names = {"class"};
    options.colours = class_colours(maps.classes, maps.target);
    options.compression = maps.job->output.compression;
    options.metadata = to_metadata(record_of(filter, classes, epoch, tile));
    options.metadata["MINEPRINT_REGION"] = maps.job->name;
    options.metadata["MINEPRINT_EPOCH"] = maps.job->epochs[epoch].name;
    options.metadata["MINEPRINT_FILTER"] = in_words(filter.plan.options());
    gdal_io::write_geotiff<std::uint8_t>(filter.plan.path(filter.context.paths, epoch, tile),
                                         maps.grid.cut(maps.tiling.window(tile)),
                                         {classes.epochs[epoch]}, options);
}

void filter_tile(const RegionFilter& filter, const SieveDecisions& decisions, std::int64_t tile) {
    core::WorkTimer timer(*filter.context.work_clock, core::Work::reading);
    TileClasses classes = read_consistent(filter, tile, timer);
    if (filter.sieves()) {
        const auto sieves = sieves_of(filter, tile, classes);
        for (std::size_t epoch = 0; epoch < sieves.size(); ++epoch) {
            sieves[epoch].apply(decisions.of(tile, epoch), classes.epochs[epoch]);
        }
    }
    timer.turn_to(core::Work::writing);
    for (std::size_t epoch = 0; epoch < classes.epochs.size(); ++epoch) {
        write_filtered(filter, classes, epoch, tile);
    }
}

/// Collective. The tiles that have no filtered maps yet, or others than would be written now.
std::vector<std::int64_t> tiles_to_do(const RegionFilter& filter) {
    const std::int64_t num_tiles = filter.plan.maps.tiling.num_tiles();
    std::vector<std::int32_t> done(static_cast<std::size_t>(num_tiles), 0);
    run_tasks(filter.context, "filtered maps of " + filter.plan.maps.job->name, num_tiles,
              [&](std::int64_t tile) {
                  const core::WorkTimer timer(*filter.context.work_clock, core::Work::reading);
                  done[static_cast<std::size_t>(tile)] =
                      is_filtered(filter.plan, filter.context.paths, tile) ? 1 : 0;
              });
    mpi::all_reduce(filter.context.comm, std::span(done), MPI_MAX);
    std::vector<std::int64_t> missing;
    for (std::int64_t tile = 0; tile < num_tiles; ++tile) {
        if (done[static_cast<std::size_t>(tile)] == 0) {
            missing.push_back(tile);
        }
    }
    return missing;
}

void write_mosaics(const RegionFilter& filter) {
    const MapSet& maps = filter.plan.maps;
    for (std::size_t epoch = 0; epoch < maps.job->epochs.size(); ++epoch) {
        std::vector<std::filesystem::path> tiles;
        for (std::int64_t tile = 0; tile < maps.tiling.num_tiles(); ++tile) {
            tiles.push_back(filter.plan.path(filter.context.paths, epoch, tile));
        }
        gdal_io::write_mosaic_vrt(filter.context.paths.mosaic(maps.job->name, filtered_kind,
                                                              maps.job->epochs[epoch].name),
                                  maps.grid, tiles);
    }
}

void filter_region(const Context& context, const RegionJob& job) {
    MapSet maps;
    std::optional<RegionFilter> filter;
    mpi::run_on_all(context.comm, [&] {
        require_possible(job);
        maps = describe_maps(job, context.paths);
    });
    FilterPlan plan = plan_filter(context, maps);
    mpi::run_on_all(context.comm, [&] { filter.emplace(make_filter(context, std::move(plan))); });
    const std::vector<std::int64_t> missing = tiles_to_do(*filter);
    SieveDecisions decisions;
    if (filter->sieves() && !missing.empty()) {
        decisions = decide_on_seams(*filter);
    }
    run_tasks(context, "filter of " + job.name, static_cast<std::int64_t>(missing.size()),
              [&](std::int64_t task) {
                  filter_tile(*filter, decisions, missing[static_cast<std::size_t>(task)]);
              });
    mpi::run_on_root(context.comm, [&] {
        context.log.info(fmt::format(
            "{}: filtered by {}; {} of {} tiles were there already", job.name, in_words(job.filter),
            maps.tiling.num_tiles() - static_cast<std::int64_t>(missing.size()),
            maps.tiling.num_tiles()));
        write_mosaics(*filter);
    });
}

}  // namespace

bool wants_filter(const Job& job) {
    return std::any_of(job.regions.begin(), job.regions.end(),
                       [](const RegionJob& region) { return region.filter.active(); });
}

void filter_maps(Context& context) {
    for (const RegionJob& job : context.job.regions) {
        if (job.filter.active()) {
            filter_region(context, job);
        }
    }
}

core::ExitStatus filter(const mpi::Communicator& comm, const Job& job, const core::Log& log) {
    Context context(comm, job, log);
    mpi::run_on_all(comm, [&] {
        if (!wants_filter(job)) {
            throw core::UsageError(
                "no job says how to filter: set filter.temporal or filter.minimum-area-m2");
        }
    });
    open_output(context);
    filter_maps(context);
    return core::ExitStatus::done;
}

}  // namespace mineprint::pipeline
