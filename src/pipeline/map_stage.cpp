// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include "mineprint/archive/baseline_step.hpp"
#include "mineprint/core/append_file.hpp"
#include "mineprint/core/stopwatch.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/map_threshold.hpp"
#include "mineprint/pipeline/model_choice.hpp"
#include "mineprint/pipeline/stages.hpp"
#include "mineprint/pipeline/steps.hpp"
#include "mineprint/pipeline/tile_log.hpp"
#include "mineprint/pipeline/tile_map.hpp"
#include "mineprint/pipeline/tile_task.hpp"

namespace mineprint::pipeline {
namespace {

/// What this rank's threads met while they mapped.
struct OwnTiles {
    std::mutex mutex;
    std::vector<archive::Quarantined> quarantined;
    std::int64_t num_reused = 0;
    std::int64_t num_steps = 0;  ///< tiles whose ground jumps at the baseline of Sentinel-2
    std::int64_t largest_step_millionths = 0;
    std::int64_t num_clear = 0;    ///< observations
    std::int64_t num_outside = 0;  ///< values of theirs below 0 or above 1
};

void map_one(const Context& context, const Models& models, const TileTask& task, OwnTiles& own,
             const core::AppendFile& tile_log) {
    const core::Stopwatch watch;
    const Region& region = context.regions[task.region];
    const TileMap made = make_tile_map(region, task.epoch, task.tile,
                                       models.of(*region.job, task.epoch), context.paths);
    context.work_clock->add(made.seconds);
    {
        const std::lock_guard lock(own.mutex);
        own.quarantined.insert(own.quarantined.end(), made.record.quarantined.begin(),
                               made.record.quarantined.end());
        own.num_reused += made.reused ? 1 : 0;
        if (std::abs(made.record.baseline_step.value_or(0)) >
            archive::BaselineStep::worth_warning) {
            ++own.num_steps;
            own.largest_step_millionths =
                std::max<std::int64_t>(own.largest_step_millionths,
                                       std::llround(1e6 * std::abs(*made.record.baseline_step)));
        }
        own.num_clear += made.record.num_clear_observations;
        own.num_outside += made.record.num_outside;
    }
    tile_log.add_line(tile_log_line(region, task, made, {watch.seconds(), context.comm.rank()}));
}

std::string name_of(const Context& context, const TileTask& task) {
    const Region& region = context.regions[task.region];
    return fmt::format("tile {} of {} in {}", region.tiling.id(task.tile).name(), region.job->name,
                       region.job->epochs[task.epoch].name);
}

void warn_of_steps(const Context& context, const OwnTiles& own) {
    const auto num_steps = mpi::all_sum(context.comm, own.num_steps);
    const double largest =
        1e-6 * static_cast<double>(mpi::all_max(context.comm, own.largest_step_millionths));
    if (num_steps > 0 && context.comm.is_root()) {
        context.log.warning(fmt::format(
            "in {} tiles the visible reflectance of Sentinel-2 jumps by up to {:.3f} between "
            "baselines before and since 04.00: the offset of some scenes may have been taken out "
            "twice or not at all; see archive.boa-offset and docs/methods/archives.md",
            num_steps, largest));
    }
}

void write_mosaics(const Context& context) {
    for (const Region& region : context.regions) {
        for (const Epoch& epoch : region.job->epochs) {
            for (const std::string& kind : map_kinds(region.job->output)) {
                std::vector<std::filesystem::path> tiles;
                for (std::int64_t tile = 0; tile < region.tiling.num_tiles(); ++tile) {
                    tiles.push_back(context.paths.tile(region.job->name, epoch.name, kind,
                                                       region.tiling.id(tile).name()));
                }
                gdal_io::write_mosaic_vrt(context.paths.mosaic(region.job->name, kind, epoch.name),
                                          region.grid, tiles);
            }
        }
    }
}

}  // namespace

void map_tiles(Context& context) {
    const Models models = load_models(context);
    choose_thresholds(context, models);
    const auto tasks = tile_pool(context.regions);
    OwnTiles own;
    std::optional<core::AppendFile> tile_log;
    mpi::run_on_all(context.comm, [&] { tile_log.emplace(context.paths.tile_log()); });
    run_tasks(
        context, "tiles", static_cast<std::int64_t>(tasks.size()),
        [&](std::int64_t task) {
            map_one(context, models, tasks[static_cast<std::size_t>(task)], own, *tile_log);
        },
        [&](std::int64_t task) { return name_of(context, tasks[static_cast<std::size_t>(task)]); });
    collect_quarantined(context, own.quarantined);
    const auto num_reused = mpi::all_sum(context.comm, own.num_reused);
    warn_of_steps(context, own);
    const auto num_clear = mpi::all_sum(context.comm, own.num_clear);
    const auto num_outside = mpi::all_sum(context.comm, own.num_outside);
    mpi::run_on_root(context.comm, [&] {
        context.log.info(
            fmt::format("{} of {} tile maps were there already", num_reused, tasks.size()));
        context.log.info(fmt::format(
            "{} reflectance values of {} clear observations lie outside 0 … 1; they were kept",
            num_outside, num_clear));
        write_mosaics(context);
    });
}

core::ExitStatus map(const mpi::Communicator& comm, const Job& job, const core::Log& log) {
    Context context = prepare(comm, job, log);
    open_output(context);
    map_tiles(context);
    return status_of(context);
}

}  // namespace mineprint::pipeline
