// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/command_line.hpp"

#include <algorithm>

#include <boost/program_options/errors.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <fmt/format.h>

#include "mineprint/app/ini_reader.hpp"
#include "mineprint/app/option_description.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::app {
namespace {

namespace po = boost::program_options;

constexpr const char* positional_name = "argument";
const Place command_line_place{"command line", 0};

/// Full names of everything a command line of `command` may hold.
std::vector<std::string> accepted_names(Command command) {
    std::vector<std::string> names;
    for (const Section& section : option_table()) {
        for (const Option& option : section.options) {
            const bool accepted =
                section.name.empty() ? contains(option.commands, command) : takes_jobs(command);
            if (accepted) {
                names.push_back(option.full_name());
            }
        }
    }
    return names;
}

[[noreturn]] void refuse_unknown(const std::string& written, Command command) {
    const std::string option = written.substr(0, written.find('='));
    const std::string name = option.substr(std::min(option.find_first_not_of('-'), option.size()));
    const std::string about =
        fmt::format("command line: `{}` has no option '{}'", info(command).name, option);
    if (find_option(name) != nullptr) {
        throw core::UsageError(about + ", though other commands have");
    }
    for (const Section& section : option_table()) {
        if (!section.name.empty() && find_option(section.name + "." + name) != nullptr) {
            throw core::UsageError(
                fmt::format("{}; did you mean '--{}.{}'?", about, section.name, name));
        }
    }
    throw core::UsageError(fmt::format("{}; did you mean '--{}'?", about,
                                       core::nearest_name(name, accepted_names(command))));
}

/// Everything after the command, cut into options and arguments by Boost.
std::vector<po::option> cut(const std::vector<std::string>& arguments, Command command) {
    // Without guessing: a shortened name that works today would be ambiguous tomorrow.
    namespace style = po::command_line_style;
    constexpr int dashes = style::allow_long | style::long_allow_adjacent | style::long_allow_next |
                           style::allow_short | style::allow_dash_for_short |
                           style::short_allow_adjacent | style::short_allow_next;
    po::options_description accepted = accepted_options(command);
    accepted.add_options()(positional_name, po::value<std::vector<std::string>>(), "");
    po::positional_options_description positional;
    positional.add(positional_name, -1);
    try {
        return po::command_line_parser(arguments)
            .options(accepted)
            .positional(positional)
            .style(dashes)
            .run()
            .options;
    } catch (const po::unknown_option& problem) {
        refuse_unknown(problem.get_option_name(), command);
    } catch (const po::error& problem) {
        throw core::UsageError(fmt::format("command line: {}", problem.what()));
    }
}

Setting to_setting(const po::option& option) {
    const std::size_t dot = option.string_key.find('.');
    const bool in_section = dot != std::string::npos;
    Setting setting{in_section ? option.string_key.substr(0, dot) : "",
                    in_section ? option.string_key.substr(dot + 1) : option.string_key,
                    option.value.empty() ? "yes" : std::string(core::trimmed(option.value.front())),
                    command_line_place,
                    {}};
    const std::string& value = setting.value;
    if (value.empty() || without_comment(value) != value || !is_utf8(value) ||
        value.find('\n') != std::string::npos) {
        throw core::UsageError(
            fmt::format("command line: {}: '{}' cannot be used: a value is one line of UTF-8 text "
                        "without a '#' "
                        "after a blank, for that begins a comment in job files",
                        setting.full_name(), value));
    }
    return setting;
}

/// The options of the command line alone, put into the flags.
RunFlags read_flags(const Settings& settings) {
    Draft draft = make_draft();
    for (const Option& option : find_section("")->options) {
        for (const Setting& setting : settings.of(option.name)) {
            apply(option, setting, draft);
        }
    }
    return draft.flags;
}

void check_arguments(const CommandLine& line) {
    const std::string& name = info(line.command).name;
    const std::size_t count = line.arguments.size();
    if (takes_jobs(line.command) && count == 0) {
        throw core::UsageError(
            fmt::format("command line: `{}` needs a job file; `mineprint help --template` prints "
                        "one to fill in",
                        name));
    }
    if (line.command == Command::compare && count != 2) {
        throw core::UsageError(
            fmt::format("command line: `compare` needs two outputs, not {}", count));
    }
    if (line.command == Command::report && count != 1) {
        throw core::UsageError(fmt::format(
            "command line: `report` needs one output folder or results.h5, not {}", count));
    }
    const bool exchanges =
        line.command == Command::export_model || line.command == Command::import_model;
    if (exchanges && count != 2) {
        throw core::UsageError(fmt::format(
            "command line: `{}` needs a file to read and one to write, not {}", name, count));
    }
    if (line.command == Command::describe && count == 0) {
        throw core::UsageError("command line: `describe` needs a file or a folder");
    }
    if (line.command == Command::merge && count == 0 && !line.flags.help) {
        throw core::UsageError("command line: `merge` needs output folders or results.h5 files");
    }
    const std::size_t most = line.command == Command::help ? 1 : 0;
    if (!needs_mpi(line) && !line.flags.help && count > most) {
        throw core::UsageError(
            fmt::format("command line: `{}` has no use for '{}'", name, line.arguments.back()));
    }
}

void check_flags(const CommandLine& line) {
    if (line.flags.quiet && line.flags.verbose) {
        throw core::UsageError("command line: --quiet and --verbose exclude each other");
    }
    for (const Option& option : find_section("")->options) {
        const bool missing = option.name == "output" && line.flags.run.output.empty();
        if (missing && contains(option.required_by, line.command)) {
            throw core::UsageError(
                fmt::format("command line: `{}` needs --output DIR, the folder its outputs go to",
                            info(line.command).name));
        }
    }
}

/// The command that the first argument stands for.
Command first_command(const std::string& first) {
    if (first == "--help" || first == "-h") {
        return Command::help;
    }
    if (first == "--version") {
        return Command::version;
    }
    if (first.starts_with('-')) {
        throw core::UsageError(fmt::format(
            "command line: the command comes first, before '{}'; `mineprint help` lists them",
            first));
    }
    return find_command(first);
}

}  // namespace

CommandLine parse_command_line(const std::vector<std::string>& arguments) {
    if (arguments.empty()) {
        throw core::UsageError("command line: there is no command; `mineprint help` lists them");
    }
    CommandLine line;
    line.command = first_command(arguments.front());
    std::vector<Setting> flags;
    for (const po::option& option : cut({arguments.begin() + 1, arguments.end()}, line.command)) {
        if (option.string_key == positional_name) {
            line.arguments.insert(line.arguments.end(), option.value.begin(), option.value.end());
            continue;
        }
        const Setting setting = to_setting(option);
        (setting.section.empty() ? flags : line.overrides).push_back(setting);
    }
    line.flags = read_flags(Settings(flags));
    (void)Settings(line.overrides);  // a second value of an option shows before any file is read
    if (!line.flags.help) {
        check_arguments(line);
        check_flags(line);
    }
    return line;
}

bool needs_mpi(const CommandLine& line) {
    return !line.flags.help && line.command != Command::help && line.command != Command::version;
}

}  // namespace mineprint::app
