// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "mineprint/mpi/communicator.hpp"

namespace mineprint::app {

/// Collective over `comm`. Threads for this rank when the user gives no number: OMP_NUM_THREADS,
/// else the cores a batch system has `granted` to the rank, else the cores it may run on, divided
/// by the ranks of the node that may run on the same ones; at least 1. Throws UsageError when
/// OMP_NUM_THREADS is not a number.
[[nodiscard]] int default_num_threads(const mpi::Communicator& comm, std::optional<int> granted);

}  // namespace mineprint::app
