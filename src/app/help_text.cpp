// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/help_text.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "mineprint/app/option_description.hpp"
#include "mineprint/app/wrapped_text.hpp"
#include "mineprint/core/version.hpp"
#include "mineprint/pipeline/versions.hpp"

namespace mineprint::app {
namespace {

constexpr std::size_t line_length = 100;

std::string paragraph(const std::string& text) { return wrapped(text, line_length, "  "); }

/// One group per section that has an option for the command.
std::string grouped_options(Command command) {
    std::string text;
    for (const Section& section : option_table()) {
        const auto& options = section.options;
        const bool matters = std::any_of(options.begin(), options.end(), [&](const Option& option) {
            return contains(option.commands, command);
        });
        if (!matters) {
            continue;
        }
        if (section.name == "region") {
            text +=
                "\nJob options: in a job file as name=value below the [section], with paths "
                "relative "
                "to the file;\nhere, where they win over all job files, with paths relative to the "
                "working folder.\n";
        }
        std::ostringstream out;
        out << describe(section, command);
        text += fmt::format("\n{}", out.str());
    }
    return text;
}

std::string exit_status_text(const CommandInfo& command) {
    std::string text =
        "\nExit status:\n"
        "  0  done\n"
        "  2  the command line or a job file is wrong\n"
        "  3  done, but some tiles or scenes failed (no more than --max-bad-scenes)\n"
        "  4  an input cannot be used\n"
        "  75 stopped early on a signal or the time limit: run it again to continue\n"
        "  1  anything else\n";
    if (!command.exit_statuses.empty()) {
        text += fmt::format("  {}\n", command.exit_statuses);
    }
    return text;
}

}  // namespace

std::string overview_text() {
    std::string text = fmt::format(
        "mineprint {}: the footprint of surface mines from satellite archives.\n\n"
        "usage: mineprint COMMAND ...\n\nCommands:\n",
        core::version);
    for (const CommandInfo& command : command_table()) {
        text += fmt::format("  {:10}{}\n", command.name, command.summary);
    }
    text +=
        "\nA first run:\n"
        "  mineprint help --template > my_region.cfg     # then fill in the blanks\n"
        "  mineprint plan my_region.cfg                  # what will it need?\n"
        "  mpirun -n 2 mineprint run --output out my_region.cfg\n\n"
        "`mineprint help COMMAND` tells all about a command.\n";
    return text;
}

std::string help_text(Command command) {
    const CommandInfo& about = info(command);
    std::string text =
        fmt::format("mineprint {} - {}\n\nusage: mineprint {} {}\n\n{}", about.name, about.summary,
                    about.name, about.arguments, paragraph(about.purpose));
    text += fmt::format("\nReads:\n{}\nWrites:\n{}\nExamples:\n", paragraph(about.inputs),
                        paragraph(about.outputs));
    for (const std::string& example : about.examples) {
        text += fmt::format("  {}\n", example);
    }
    return text + grouped_options(command) + exit_status_text(about);
}

std::string version_text() {
    std::string text = fmt::format("mineprint {}\n", core::version);
    for (const auto& [library, version] : pipeline::library_versions()) {
        text += fmt::format("{} {}\n", library, version);
    }
    return text;
}

}  // namespace mineprint::app
