// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/app/command_line.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/mpi/communicator.hpp"

namespace mineprint::app {

/// Collective over `comm`. Does what the command line says.
[[nodiscard]] core::ExitStatus run_command(const mpi::Communicator& comm, const CommandLine& line);

/// Does what a command line says that needs no MPI: help and version.
void answer(const CommandLine& line);

}  // namespace mineprint::app
