// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/mpi/communicator.hpp"

namespace mineprint::app {

/// Collective over `comm`. Threads for this rank when the user gives no number: OMP_NUM_THREADS,
/// else the cores this rank may run on, divided by the ranks of the node that may run on the same
/// ones; at least 1. Throws UsageError when OMP_NUM_THREADS is not a number.
[[nodiscard]] int default_num_threads(const mpi::Communicator& comm);

}  // namespace mineprint::app
