// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/app/command_line.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/mpi/communicator.hpp"

namespace mineprint::app {

/// To be called before MPI starts, which takes a while: from then on a signal asks a run to stop
/// and go on later, where it would end the process. `arguments` are without the program's name.
void listen_to_signals(const std::vector<std::string>& arguments);

/// Collective over `comm`. Does what the command line says.
[[nodiscard]] core::ExitStatus run_command(const mpi::Communicator& comm, const CommandLine& line);

/// Does what a command line says that needs no MPI: help and version.
void answer(const CommandLine& line);

}  // namespace mineprint::app
