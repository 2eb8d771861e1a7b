// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mineprint::app {

enum class Command {
    run,
    plan,
    sample,
    train,
    map,
    filter,
    reduce,
    merge,
    report,
    draw,
    assess,
    describe,
    simulate,
    compare,
    spectra,
    export_model,
    import_model,
    help,
    version
};

using Commands = std::vector<Command>;

/// What `mineprint help COMMAND` teaches about a command, apart from its options.
struct CommandInfo {
    Command command = Command::help;
    std::string name;
    std::string summary;    ///< one line
    std::string arguments;  ///< what follows the command's name
    std::string purpose;    ///< a paragraph
    std::string inputs;
    std::string outputs;
    std::vector<std::string> examples;
    std::string exit_statuses;  ///< beyond what all commands have; empty: nothing
};

/// All commands in the order in which help lists them.
[[nodiscard]] const std::vector<CommandInfo>& command_table();

[[nodiscard]] const CommandInfo& info(Command command);

/// The command of that name. Throws UsageError naming the nearest one.
[[nodiscard]] Command find_command(std::string_view name);

/// Whether the command reads job files.
[[nodiscard]] bool takes_jobs(Command command);

/// The commands that read job files.
[[nodiscard]] Commands job_commands();
/// Those of them that go by epochs: all but `spectra`.
[[nodiscard]] Commands epoch_commands();
/// Those of them that look into the archive, or at class maps in its place.
[[nodiscard]] Commands archive_commands();

/// Those of them that can work on class maps that another program made.
[[nodiscard]] Commands class_map_commands();

[[nodiscard]] bool contains(const Commands& commands, Command command);

}  // namespace mineprint::app
