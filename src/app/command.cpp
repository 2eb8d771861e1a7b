// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/command.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::app {

const CommandInfo& info(Command command) {
    const auto& table = command_table();
    return *std::find_if(table.begin(), table.end(),
                         [&](const CommandInfo& entry) { return entry.command == command; });
}

Command find_command(std::string_view name) {
    std::vector<std::string> names;
    for (const CommandInfo& entry : command_table()) {
        if (entry.name == name) {
            return entry.command;
        }
        names.push_back(entry.name);
    }
    throw core::UsageError(
        fmt::format("command line: there is no command '{}'; did you mean '{}'? "
                    "`mineprint help` lists them all",
                    name, core::nearest_name(name, names)));
}

bool takes_jobs(Command command) { return contains(job_commands(), command); }

Commands job_commands() {
    return {Command::run,    Command::plan,     Command::sample, Command::train,
            Command::map,    Command::filter,   Command::reduce, Command::draw,
            Command::assess, Command::simulate, Command::spectra};
}

Commands epoch_commands() {
    Commands commands = job_commands();
    std::erase(commands, Command::spectra);
    return commands;
}

Commands archive_commands() {
    return {Command::run, Command::plan,   Command::sample,
            Command::map, Command::filter, Command::reduce};
}

Commands class_map_commands() {
    return {Command::filter, Command::reduce, Command::draw, Command::assess};
}

bool contains(const Commands& commands, Command command) {
    return std::find(commands.begin(), commands.end(), command) != commands.end();
}

}  // namespace mineprint::app
