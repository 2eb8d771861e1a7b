// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/app/command.hpp"
#include "mineprint/app/draft.hpp"
#include "mineprint/app/setting.hpp"

namespace mineprint::app {

/// The command line, read and checked.
struct CommandLine {
    Command command = Command::help;
    std::vector<std::string> arguments;  ///< job files, two outputs, or a command to help with
    RunFlags flags;
    std::vector<Setting> overrides;  ///< `--section.name=value`
};

/// `arguments` without the program's name. Throws UsageError that names the argument and, for an
/// unknown command or option, the nearest known one.
[[nodiscard]] CommandLine parse_command_line(const std::vector<std::string>& arguments);

/// Whether the command computes anything, so that MPI must be up.
[[nodiscard]] bool needs_mpi(const CommandLine& line);

}  // namespace mineprint::app
