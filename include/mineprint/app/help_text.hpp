// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mineprint/app/command.hpp"

namespace mineprint::app {

/// What mineprint is, and its commands.
[[nodiscard]] std::string overview_text();
/// All about a command: what it does, inputs, outputs, examples, its options by group, exit
/// statuses.
[[nodiscard]] std::string help_text(Command command);
/// A commented job file with every option, its default, range and meaning. It is a valid job file,
/// also when the `#` directly before an option's name is taken away everywhere.
[[nodiscard]] std::string job_template();
/// The version of mineprint and of the libraries that can influence a number, one a line.
[[nodiscard]] std::string version_text();

}  // namespace mineprint::app
