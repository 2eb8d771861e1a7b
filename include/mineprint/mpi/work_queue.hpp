// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>

#include "mineprint/mpi/communicator.hpp"

namespace mineprint::mpi {

struct WorkQueueOptions {
    int num_threads = 1;                     ///< workers on this rank
    std::function<bool()> should_stop;       ///< asked often on every rank; true ends the hand-out
    std::function<void(std::int64_t)> done;  ///< on rank 0: how many tasks are done so far
};

/// Collective over `comm`. Calls `work(task)` once for every task in 0 … num_tasks-1, on some
/// thread of some rank. Tasks are handed out in their order, in chunks that shrink towards the end,
/// by messages to rank 0, whose master thread answers while its workers compute (one-sided counters
/// stall across hosts). `work` must not communicate.
///
/// When a call throws, or a rank wants to stop, nothing more is handed out; tasks begun are
/// finished; then all ranks throw the same error. Returns true when every task was done, false when
/// stopped.
bool run_work_queue(const Communicator& comm, std::int64_t num_tasks,
                    const WorkQueueOptions& options, const std::function<void(std::int64_t)>& work);

}  // namespace mineprint::mpi
