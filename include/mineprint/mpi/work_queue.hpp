// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "mineprint/mpi/communicator.hpp"

namespace mineprint::mpi {

struct WorkQueueOptions {
    int num_threads = 1;                     ///< workers on this rank
    std::function<bool()> should_stop;       ///< asked often on every rank; true ends the hand-out
    std::function<void(std::int64_t)> done;  ///< on rank 0: how many tasks are done so far
    /// How long a rank may be silent before it counts as lost; 0: for ever. Ranks are heard of
    /// every second, however long a task takes.
    std::chrono::seconds silence{0};
    std::function<std::string(std::int64_t)> task_name = {};  ///< for errors; else its number
    std::function<std::string(int)> rank_name = {};           ///< the same
};

/// Collective over `comm`. Calls `work(task)` once for every task in 0 … num_tasks-1, on some
/// thread of some rank. Tasks are handed out in their order, in chunks that shrink towards the end,
/// by messages to rank 0, whose master thread answers while its workers compute (one-sided counters
/// stall across hosts). `work` must not communicate.
///
/// When a call throws, or a rank wants to stop, nothing more is handed out; tasks begun are
/// finished; then all ranks throw the same error. Returns true when every task was done, false when
/// stopped.
///
/// A rank that hangs (a frozen node, a cut cable) can be no part of a collective. So the first that
/// misses it throws RunError, alone, naming the rank and its task; whoever started the
/// program must then end all ranks. Time in which this rank itself stood still does not count.
bool run_work_queue(const Communicator& comm, std::int64_t num_tasks,
                    const WorkQueueOptions& options, const std::function<void(std::int64_t)>& work);

}  // namespace mineprint::mpi
