// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/mpi/communicator.hpp"

namespace mineprint::app {

/// Where the ranks run.
struct Binding {
    std::vector<std::string> lines;  ///< one for each group of ranks with the same host and cores
    std::vector<std::string> warnings;  ///< with the cure
};

/// Collective over `comm`. Complete on rank 0. Warns of a rank with more threads than cores (the
/// launcher bound it to too few), and of a host whose ranks have more threads than it has cores.
[[nodiscard]] Binding binding_of(const mpi::Communicator& comm, int num_threads);

}  // namespace mineprint::app
