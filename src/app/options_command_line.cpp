// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"

namespace mineprint::app {
namespace {

ValueRule threads_rule() {
    constexpr std::int64_t most = 4096;
    return {"N", integers_in_words(1, most),
            [](Draft& draft, const Setting& setting) {
                draft.flags.run.num_threads =
                    core::checked_cast<int>(parse_integer(setting.value, 1, most));
                draft.flags.threads_given = true;
            },
            [](const Draft& draft) {
                return draft.flags.threads_given
                           ? std::vector{fmt::to_string(draft.flags.run.num_threads)}
                           : std::vector<std::string>{};
            }};
}

ValueRule memory_rule() {
    return {"SIZE", "a number of bytes from 1M on, with K, M, G or T for powers of 1024",
            [](Draft& draft, const Setting& setting) {
                draft.flags.run.memory_bytes = parse_size(setting.value);
            },
            [](const Draft& draft) {
                const std::int64_t bytes = draft.flags.run.memory_bytes;
                return bytes == 0 ? std::vector<std::string>{} : std::vector{show_size(bytes)};
            }};
}

Commands all_commands() {
    Commands commands;
    for (const CommandInfo& entry : command_table()) {
        commands.push_back(entry.command);
    }
    return commands;
}

Commands with(Commands commands, Command another) {
    commands.push_back(another);
    return commands;
}

ValueRule duration_rule() {
    return {"DURATION", "a time above 0 with s, m, h or d behind it: 90m, 12h",
            [](Draft& draft, const Setting& setting) {
                draft.flags.run.time_limit_s = parse_duration_s(setting.value);
            },
            [](const Draft& draft) {
                const double seconds = draft.flags.run.time_limit_s;
                return seconds == 0 ? std::vector<std::string>{}
                                    : std::vector{fmt::format("{}s", seconds)};
            }};
}

ValueRule silence_rule() {
    constexpr std::int64_t most = 86400;
    return {"SECONDS", integers_in_words(0, most),
            [](Draft& draft, const Setting& setting) {
                draft.flags.run.silence =
                    std::chrono::seconds(parse_integer(setting.value, 0, most));
            },
            [](const Draft& draft) {
                return std::vector{fmt::to_string(draft.flags.run.silence.count())};
            }};
}

Option output_option() {
    return {.section = "",
            .name = "output",
            .value = path_rule(
                "DIR", [](auto& d) -> auto& { return d.flags.run.output; }),
            .help =
                "Folder the outputs go to; made if it is not there. What it holds already is used "
                "again.",
            .commands = with(with(job_commands(), Command::report), Command::merge),
            .required_by = {Command::run, Command::sample, Command::train, Command::map,
                            Command::filter, Command::reduce, Command::merge, Command::draw,
                            Command::assess},
            .unset = "none",
            .short_name = 'o'};
}

Option common_option() {
    return {.section = "",
            .name = "common",
            .value = path_rule(
                "COMMON.cfg", [](auto& d) -> auto& { return d.flags.common; }),
            .help =
                "Job file with what all regions share: an option that a job file leaves out is "
                "taken from here.",
            .commands = job_commands(),
            .unset = "none"};
}

Option against_option() {
    return {.section = "",
            .name = "against",
            .value = path_rule(
                "RESULTS", [](auto& d) -> auto& { return d.flags.against; }),
            .help =
                "Other results, an output folder or a results.h5, that the report compares "
                "with: another run, or another year.",
            .commands = {Command::report},
            .unset = "none"};
}

Option cog_option() {
    return {.section = "",
            .name = "cog",
            .value = switch_rule([](auto& d) -> auto& { return d.flags.cog; }),
            .help =
                "Write each map as a cloud-optimised GeoTIFF, even if the job has no "
                "output.cog.",
            .commands = {Command::report}};
}

std::vector<Option> resource_options() {
    return {
        {.section = "",
         .name = "threads",
         .value = threads_rule(),
         .help = "Threads per rank.",
         .commands = with(job_commands(), Command::report),
         .unset = "OMP_NUM_THREADS; without it the cores of the node, shared among its ranks",
         .short_name = 't'},
        {.section = "",
         .name = "memory",
         .value = memory_rule(),
         .help = "Memory one rank may use.",
         .commands = job_commands(),
         .unset = "what the batch system or the node has, shared among its ranks",
         .short_name = 'm'},
        {.section = "",
         .name = "time-limit",
         .value = duration_rule(),
         .help = "Begin no tile later than this after the start, finish those begun, and end with "
                 "status 75: the same command goes on from there. Under Slurm the end of the job "
                 "is known and heeded.",
         .commands = job_commands(),
         .unset = "none, or what is left of the Slurm job"},
        {.section = "",
         .name = "rank-timeout",
         .value = silence_rule(),
         .help = "End the run, naming rank, host and tile, when nothing was heard of a rank for so "
                 "many seconds; 0: wait for ever.",
         .commands = job_commands()}};
}

std::vector<Option> tolerance_options() {
    return {{.section = "",
             .name = "max-bad-scenes",
             .value = real_rule(
                 {0, 100}, [](auto& d) -> auto& { return d.flags.run.max_bad_scenes_pct; }),
             .help = "Share of the scenes, in percent, that may turn out broken; more end the run "
                     "with status 4.",
             .commands = archive_commands()},
            {.section = "",
             .name = "detection-limits",
             .value = switch_rule([](auto& d) -> auto& { return d.flags.run.detection_limits; }),
             .help = "Print what the sensors of spectra.sensor can tell, and do no more.",
             .commands = {Command::spectra}},
            {.section = "",
             .name = "strict",
             .value = switch_rule([](auto& d) -> auto& { return d.flags.run.strict; }),
             .help = "The first broken scene is an error.",
             .commands = archive_commands()}};
}

Option accuracy_option() {
    return {.section = "",
            .name = "accuracy",
            .value = switch_rule([](auto& d) -> auto& { return d.flags.run.plan_accuracy; }),
            .help =
                "Tell instead how many validation points the maps in --output need, by the "
                "[accuracy] options.",
            .commands = {Command::plan}};
}

std::vector<Option> talk_options() {
    return {{.section = "",
             .name = "messages",
             .value = enum_rule<core::LogStyle>(
                 {{"auto", core::LogStyle::automatic},
                  {"bar", core::LogStyle::bar},
                  {"plain", core::LogStyle::plain},
                  {"json", core::LogStyle::json}},
                 [](auto& d) -> auto& { return d.flags.messages; }),
             .help = "How messages look: colours and a progress bar on a terminal and lines "
                     "elsewhere (auto), a bar always, as behind mpirun (bar), lines alone (plain), "
                     "one JSON object a line, of the result too (json).",
             .commands = with(job_commands(), Command::report)},
            {.section = "",
             .name = "quiet",
             .value = switch_rule([](auto& d) -> auto& { return d.flags.quiet; }),
             .help = "Print warnings and errors only, and on standard output the result.",
             .commands = with(job_commands(), Command::report),
             .short_name = 'q'},
            {.section = "",
             .name = "verbose",
             .value = switch_rule([](auto& d) -> auto& { return d.flags.verbose; }),
             .help = "Print what is done in detail.",
             .commands = with(job_commands(), Command::report),
             .short_name = 'v'},
            {.section = "",
             .name = "template",
             .value = switch_rule([](auto& d) -> auto& { return d.flags.job_template; }),
             .help = "Print a job file to fill in.",
             .commands = {Command::help}},
            {.section = "",
             .name = "help",
             .value = switch_rule([](auto& d) -> auto& { return d.flags.help; }),
             .help = "Print this.",
             .commands = all_commands(),
             .short_name = 'h'}};
}

}  // namespace

Section command_line_section() {
    Section section{
        "",
        "Options",
        {output_option(), common_option(), against_option(), cog_option(), accuracy_option()}};
    for (auto part :
         {resource_options(), tolerance_options(), exchange_options(), talk_options()}) {
        section.options.insert(section.options.end(), part.begin(), part.end());
    }
    return section;
}

}  // namespace mineprint::app
