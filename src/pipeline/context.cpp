// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/context.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

#include <fmt/format.h>

#include "mineprint/archive/catalogue_file.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/host.hpp"
#include "mineprint/core/stopwatch.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/mpi/work_queue.hpp"
#include "mineprint/pipeline/messages.hpp"
#include "mineprint/pipeline/progress.hpp"
#include "mineprint/pipeline/stop_request.hpp"

namespace mineprint::pipeline {
namespace {

/// A scene by what no other scene shares.
std::string identity(const archive::Scene& scene) {
    const std::string place = scene.bands.empty() ? "" : scene.bands.front().path.string();
    return scene.id + '\n' + place + '\n' + scene.epoch;
}

/// Which epochs the scenes of a region take part in.
std::map<std::string, std::string> epochs_of_scenes(const Region& region) {
    std::map<std::string, std::string> epochs;
    for (std::size_t epoch = 0; epoch < region.epoch_scenes.size(); ++epoch) {
        for (const std::size_t scene : region.epoch_scenes[epoch]) {
            std::string& text = epochs[identity(region.catalogue.scenes[scene])];
            text += (text.empty() ? "" : ",") + region.job->epochs[epoch].name;
        }
    }
    return epochs;
}

archive::CatalogueContent catalogue_content(const Region& region) {
    archive::CatalogueContent content = region.found;
    content.quarantined = region.catalogue.quarantined;
    const auto epochs = epochs_of_scenes(region);
    for (archive::CatalogueRow& row : content.rows) {
        const auto found = epochs.find(identity(row.scene));
        row.epochs = found == epochs.end() ? "" : found->second;
    }
    return content;
}

std::size_t num_scenes(const Context& context) {
    std::size_t number = 0;
    for (const Region& region : context.regions) {
        number += region.found.rows.size() + region.catalogue.quarantined.size();
    }
    return number;
}

void require_within_budget(const Context& context) {
    std::set<std::string> bad;
    for (const archive::Quarantined& row : context.quarantined) {
        bad.insert(row.scene);
    }
    if (bad.empty()) {
        return;
    }
    const archive::Quarantined& first = context.quarantined.front();
    if (context.job.run.strict) {
        throw core::DataError(fmt::format("scene {} cannot be used, and --strict allows none: {}",
                                          first.scene, first.cause));
    }
    const double share_pct =
        100.0 * static_cast<double>(bad.size()) / static_cast<double>(num_scenes(context));
    if (share_pct > context.job.run.max_bad_scenes_pct) {
        throw core::DataError(
            fmt::format("{} of {} scenes cannot be used ({:.1f} %), more than "
                        "--max-bad-scenes={:g} allows; the "
                        "first is {}: {}",
                        bad.size(), num_scenes(context), share_pct,
                        context.job.run.max_bad_scenes_pct, first.scene, first.cause));
    }
}

void warn_of(const core::Log& log, const std::vector<archive::Quarantined>& rows) {
    for (const archive::Quarantined& row : rows) {
        log.warning(fmt::format("quarantined: scene {}{}{}: {}", row.scene,
                                row.tile.empty() ? "" : ", tile " + row.tile,
                                row.epoch.empty() ? "" : ", epoch " + row.epoch, row.cause));
    }
}

void remove_unfinished_files(const Context& context) {
    core::remove_unfinished_files(context.paths.root());
    core::remove_unfinished_files(context.paths.tables());
    core::remove_unfinished_files(context.paths.training());
    for (const RegionJob& job : context.job.regions) {  // other regions may have a run of their own
        core::remove_unfinished_files_below(context.paths.region(job.name));
    }
}

}  // namespace

Context::Context(const mpi::Communicator& a_comm, const Job& a_job, const core::Log& a_log)
    : comm(a_comm), job(a_job), log(a_log), paths(a_job.run.output) {
    constexpr std::size_t width = 64;
    std::string own = core::host_name();
    own.resize(width);
    const auto letters = mpi::all_gather(comm, std::span<const char>(own));
    for (std::size_t begin = 0; begin < letters.size(); begin += width) {
        hosts.emplace_back(letters.data() + begin, strnlen(letters.data() + begin, width));
    }
}

bool Context::should_stop() const {
    const double limit_s = job.run.time_limit_s;
    return stop_requested() || (limit_s > 0 && since_start.seconds() > limit_s);
}

Context prepare(const mpi::Communicator& comm, const Job& job, const core::Log& log) {
    Context context(comm, job, log);
    context.regions = prepare_regions(comm, job, log);
    std::vector<archive::Quarantined> misunderstood;
    if (comm.is_root()) {
        for (const Region& region : context.regions) {
            const auto& rows = region.catalogue.quarantined;
            misunderstood.insert(misunderstood.end(), rows.begin(), rows.end());
        }
    }
    collect_quarantined(context, misunderstood);
    return context;
}

void open_output(const Context& context) {
    mpi::run_on_root(context.comm, [&] { remove_unfinished_files(context); });
    write_job_records(context);
}

void write_job_records(const Context& context) {
    mpi::run_on_root(context.comm, [&] {
        for (const Region& region : context.regions) {
            const std::string& name = region.job->name;
            core::write_text_file(context.paths.job_file(name), region.job->text);
            archive::write_catalogue(context.paths.catalogue(name), catalogue_content(region));
        }
    });
}

void timed_stage(Context& context, const std::string& name,
                 const std::function<void(Context&)>& stage) {
    const core::Stopwatch watch;
    stage(context);
    context.stage_seconds.emplace_back(name, watch.seconds());
}

void run_tasks(const Context& context, const std::string& what, std::int64_t num_tasks,
               const std::function<void(std::int64_t)>& work,
               const std::function<std::string(std::int64_t)>& task_name) {
    Progress progress(what, num_tasks, context.log, *context.work_clock);
    mpi::WorkQueueOptions options;
    options.num_threads = context.job.run.num_threads;
    options.should_stop = [&context] { return context.should_stop(); };
    options.done = [&progress](std::int64_t num_done) { progress.update(num_done); };
    options.silence = context.job.run.silence;
    options.task_name = task_name;
    options.rank_name = [&context](int rank) {
        return context.hosts.at(static_cast<std::size_t>(rank));
    };
    const bool complete = mpi::run_work_queue(context.comm, num_tasks, options, work);
    if (context.comm.is_root()) {
        progress.finish();
    }
    if (!complete) {
        throw core::Stopped(what + ": stopped early as asked; run the same command again to go on");
    }
}

std::vector<archive::Quarantined> collect_quarantined(
    Context& context, const std::vector<archive::Quarantined>& own) {
    core::ByteWriter out;
    for (const archive::Quarantined& row : own) {
        pack(out, row);
    }
    const auto parts = mpi::gather_bytes(context.comm, out.take());
    std::vector<archive::Quarantined> rows;
    mpi::run_on_root(context.comm, [&] {
        for (const auto& part : parts) {
            core::ByteReader in(part);
            while (!in.at_end()) {
                rows.push_back(unpack_quarantined(in));
            }
        }
        std::sort(rows.begin(), rows.end());
        warn_of(context.log, rows);
        context.quarantined.insert(context.quarantined.end(), rows.begin(), rows.end());
        require_within_budget(context);
    });
    return rows;
}

core::ExitStatus status_of(const Context& context) {
    const auto number = mpi::all_max(context.comm, std::uint64_t{context.quarantined.size()});
    return number == 0 ? core::ExitStatus::done : core::ExitStatus::partial;
}

}  // namespace mineprint::pipeline
