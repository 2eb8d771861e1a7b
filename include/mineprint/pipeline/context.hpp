// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mineprint/archive/scene.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/log.hpp"
#include "mineprint/core/stopwatch.hpp"
#include "mineprint/core/work_clock.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/mpi/work_queue.hpp"
#include "mineprint/pipeline/job.hpp"
#include "mineprint/pipeline/output_paths.hpp"
#include "mineprint/pipeline/region.hpp"

namespace mineprint::pipeline {

/// What every stage of one run shares.
struct Context {
    /// Collective over `a_comm`.
    Context(const mpi::Communicator& a_comm, const Job& a_job, const core::Log& a_log);

    /// Whether this rank was asked to stop, by a signal or by the time limit.
    [[nodiscard]] bool should_stop() const;

    const mpi::Communicator& comm;
    const Job& job;
    const core::Log& log;
    OutputPaths paths;
    std::vector<std::string> hosts;  ///< by rank
    std::vector<Region> regions;
    std::vector<archive::Quarantined> quarantined;  ///< on rank 0: met so far, of all ranks
    std::chrono::system_clock::time_point started = std::chrono::system_clock::now();
    core::Stopwatch since_start;  ///< goes on evenly when the system's clock is set
    std::vector<std::pair<std::string, double>> stage_seconds;  ///< wall clock of the stages so far
    /// What this rank's tasks are at, for the progress; tasks add to it.
    std::unique_ptr<core::WorkClock> work_clock = std::make_unique<core::WorkClock>();
};

/// Collective over `comm`. Scans the archives and fixes the grids; writes nothing.
[[nodiscard]] Context prepare(const mpi::Communicator& comm, const Job& job, const core::Log& log);

/// Collective. Writes `job.cfg` and `catalogue.gpkg` of each region.
void write_job_records(const Context& context);

/// Collective. Removes what a killed run left half written, and writes the records of the job.
void open_output(const Context& context);

/// Collective. Calls `work(task)` for all tasks over ranks and threads, with progress on rank 0.
/// Throws Stopped on every rank when a signal or the time limit ended it early, RunError on one
/// when another rank fell silent; `task_name` says there what it was at.
void run_tasks(const Context& context, const std::string& what, std::int64_t num_tasks,
               const std::function<void(std::int64_t)>& work,
               const std::function<std::string(std::int64_t)>& task_name = {});

/// Collective. Adds what the ranks quarantined to the list on rank 0, names it in the log, and
/// throws DataError everywhere when the budget is spent (with `--strict` by the first one).
/// Returns, on rank 0, the rows of this call, sorted.
std::vector<archive::Quarantined> collect_quarantined(Context& context,
                                                      const std::vector<archive::Quarantined>& own);

/// Collective. Runs a stage and notes how long it took.
void timed_stage(Context& context, const std::string& name,
                 const std::function<void(Context&)>& stage);

/// `partial` when anything was quarantined; the same on every rank.
[[nodiscard]] core::ExitStatus status_of(const Context& context);

}  // namespace mineprint::pipeline
