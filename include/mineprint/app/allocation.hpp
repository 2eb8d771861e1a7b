// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mineprint/mpi/communicator.hpp"

namespace mineprint::app {

/// What a batch system has given this process, as its environment says (Slurm's `SLURM_*`). What
/// cannot be read as a number is an UsageError that names the variable.
struct Allocation {
    std::string job;                                ///< `Slurm job 4711, restart 1`; empty: none
    std::optional<std::int64_t> end_time_s;         ///< since 1970
    std::optional<int> cpus_per_task;               ///< SLURM_CPUS_PER_TASK
    std::optional<std::int64_t> memory_node_bytes;  ///< SLURM_MEM_PER_NODE
    std::optional<std::int64_t> memory_core_bytes;  ///< SLURM_MEM_PER_CPU
};
[[nodiscard]] Allocation read_allocation();

/// How long a run may go on taking tiles, in seconds, when the batch system ends it in `left_s`:
/// what is left but a tenth, at least half a minute and at most five, to finish tiles and to write.
[[nodiscard]] double working_time_s(double left_s);

/// Collective over `comm`. Bytes a rank may use: its share of what the batch system or the node
/// has.
[[nodiscard]] std::int64_t default_memory_bytes(const mpi::Communicator& comm,
                                                const Allocation& allocation);

/// This process as others may call it: host, process id, the batch system's job.
[[nodiscard]] std::string holder_text(const Allocation& allocation);

}  // namespace mineprint::app
