// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/commands.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <system_error>

#include <fmt/format.h>

#include "mineprint/app/allocation.hpp"
#include "mineprint/app/binding.hpp"
#include "mineprint/app/help_text.hpp"
#include "mineprint/app/job_parser.hpp"
#include "mineprint/app/threads.hpp"
#include "mineprint/core/folder_lock.hpp"
#include "mineprint/core/log.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/comparison.hpp"
#include "mineprint/pipeline/merge.hpp"
#include "mineprint/pipeline/model_exchange.hpp"
#include "mineprint/pipeline/output_paths.hpp"
#include "mineprint/pipeline/stages.hpp"
#include "mineprint/pipeline/stop_request.hpp"
#include "mineprint/report/describe.hpp"
#include "mineprint/report/write_report.hpp"

namespace mineprint::app {
namespace {

using Stage = core::ExitStatus (*)(const mpi::Communicator&, const pipeline::Job&,
                                   const core::Log&);

core::LogLevel terminal_level(const RunFlags& flags) {
    if (flags.quiet) {
        return core::LogLevel::warning;
    }
    return flags.verbose ? core::LogLevel::debug : core::LogLevel::info;
}

/// Collective over `comm`.
JobInput read_input(const mpi::Communicator& comm, const CommandLine& line) {
    JobInput input;
    for (const std::string& path : line.arguments) {
        input.jobs.push_back({path, {}, {}});
    }
    if (!line.flags.common.empty()) {
        input.common.push_back({line.flags.common, {}, {}});
    }
    input.overrides = line.overrides;
    read_on_root(comm, input);
    return input;
}

/// The time limit given, or what the batch system leaves, whichever ends first.
double time_limit_s(double given_s, const Allocation& allocation) {
    if (!allocation.end_time_s) {
        return given_s;
    }
    const auto now_s =
        std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch());
    const double working_s =
        working_time_s(static_cast<double>(*allocation.end_time_s) - now_s.count());
    // 0 would be no limit.
    return std::max(1e-3, given_s > 0 ? std::min(given_s, working_s) : working_s);
}

/// Collective over `comm`.
pipeline::RunOptions run_options(const mpi::Communicator& comm, const CommandLine& line) {
    const Allocation allocation = mpi::run_on_all(comm, [] { return read_allocation(); });
    pipeline::RunOptions run = line.flags.run;
    if (!line.flags.threads_given) {
        run.num_threads = default_num_threads(comm, allocation.cpus_per_task);
    }
    if (run.memory_bytes == 0) {
        run.memory_bytes = default_memory_bytes(comm, allocation);
    }
    run.time_limit_s = time_limit_s(run.time_limit_s, allocation);
    return run;
}

using Locks = std::vector<std::unique_ptr<core::FolderLock>>;

/// The folders a command writes to: those of its regions, and for all but `sample` and `map` the
/// output folder itself. So several jobs may map regions of one output side by side.
std::vector<std::filesystem::path> written_folders(Command command, const pipeline::Job& job) {
    std::vector<std::filesystem::path> folders;
    if (job.run.output.empty()) {
        return folders;
    }
    if (command != Command::sample && command != Command::map) {
        folders.push_back(job.run.output);
    }
    const pipeline::OutputPaths paths(job.run.output);
    for (const pipeline::RegionJob& region : job.regions) {
        folders.push_back(paths.region(region.name));
    }
    return folders;
}

/// Collective over `comm`. Makes the folders and takes them for this run, on rank 0.
Locks take_folders(const mpi::Communicator& comm,
                   const std::vector<std::filesystem::path>& folders) {
    Locks locks;
    mpi::run_on_root(comm, [&] {
        const std::string holder = holder_text(read_allocation());
        for (const std::filesystem::path& folder : folders) {
            std::error_code problem;
            std::filesystem::create_directories(folder, problem);
            if (problem) {
                throw core::RunError(fmt::format("--output {}: the folder cannot be made: {}",
                                                 folder.string(), problem.message()));
            }
            locks.push_back(std::make_unique<core::FolderLock>(folder, holder));
        }
    });
    return locks;
}

/// Collective over `comm`.
void tell_binding(const mpi::Communicator& comm, const core::Log& log, int num_threads) {
    const Binding binding = binding_of(comm, num_threads);
    if (comm.is_root()) {
        for (const std::string& line : binding.lines) {
            log.info(line);
        }
        for (const std::string& warning : binding.warnings) {
            log.warning(warning);
        }
    }
}

/// Collective over `comm`. The log in the output folder; on the terminal alone when there is no
/// such folder.
std::unique_ptr<core::Log> open_log(const mpi::Communicator& comm, const RunFlags& flags) {
    const std::filesystem::path& output = flags.run.output;
    return mpi::run_on_all(comm, [&] {
        const auto file =
            output.empty() ? std::filesystem::path{} : pipeline::OutputPaths(output).run_log();
        return std::make_unique<core::Log>(
            core::Log::Options{comm.rank(), terminal_level(flags), file, flags.messages});
    });
}

/// A plan of validation points looks at maps, as drawing them does.
Command checked_as(const CommandLine& line) {
    return line.flags.run.plan_accuracy ? Command::draw : line.command;
}

core::ExitStatus run_stage(const mpi::Communicator& comm, const CommandLine& line, Stage stage) {
    const JobInput input = read_input(comm, line);
    const pipeline::RunOptions run = run_options(comm, line);
    const pipeline::Job job =
        mpi::run_on_all(comm, [&] { return parse_job(checked_as(line), input, run); });
    const Locks locks = take_folders(comm, written_folders(line.command, job));
    const auto log = open_log(comm, line.flags);
    if (std::ranges::any_of(locks, [](const auto& lock) { return !lock->is_held(); })) {
        log->warning(
            fmt::format("{}: this file system knows no locks: see to it that no other run "
                        "works in the folder",
                        run.output.string()));
    }
    tell_binding(comm, *log, run.num_threads);
    return stage(comm, job, *log);
}

/// `results.h5` itself, or the folder that holds it.
std::filesystem::path results_file(const std::filesystem::path& given) {
    std::error_code none;
    return std::filesystem::is_directory(given, none) ? pipeline::OutputPaths(given).results()
                                                      : given;
}

/// Collective over `comm`. Page and products are made on rank 0; an error is everybody's. Products
/// belong beside the maps: a page that goes elsewhere comes without.
void write_report(const mpi::Communicator& comm, const report::ReportOptions& options,
                  const core::Log& log) {
    mpi::run_on_root(comm, [&] {
        report::write_report(options, log);
        std::error_code none;
        if (std::filesystem::equivalent(options.output, options.results.parent_path(), none)) {
            report::write_products(options, log);
        }
    });
}

core::ExitStatus report_results(const mpi::Communicator& comm, const CommandLine& line) {
    report::ReportOptions options;
    options.results = results_file(line.arguments[0]);
    options.other =
        line.flags.against.empty() ? std::filesystem::path{} : results_file(line.flags.against);
    options.output =
        line.flags.run.output.empty() ? options.results.parent_path() : line.flags.run.output;
    options.num_threads = run_options(comm, line).num_threads;
    const core::Log log({comm.rank(), terminal_level(line.flags), {}, line.flags.messages});
    write_report(comm, options, log);
    return core::ExitStatus::done;
}

/// Summing is the work of seconds: rank 0 does it, and holds the folder while it does.
core::ExitStatus merge(const mpi::Communicator& comm, const CommandLine& line) {
    const std::filesystem::path& output = line.flags.run.output;
    const Locks locks = take_folders(comm, {output});
    mpi::run_on_root(comm, [&] {
        std::vector<std::filesystem::path> files;
        for (const std::string& given : line.arguments) {
            files.push_back(results_file(given));
        }
        const auto all = pipeline::merge_results(files, output);
        fmt::print("{} regions of {} results in {}\n", all.regions.size(), files.size(),
                   pipeline::OutputPaths(output).results().string());
    });
    return core::ExitStatus::done;
}

core::ExitStatus describe(const mpi::Communicator& comm, const CommandLine& line) {
    mpi::run_on_root(comm, [&] {
        for (const std::string& file : line.arguments) {
            fmt::print("{}", report::description_of(file));
        }
    });
    return core::ExitStatus::done;
}

core::ExitStatus run_all(const mpi::Communicator& comm, const pipeline::Job& job,
                         const core::Log& log) {
    const core::ExitStatus status = pipeline::run(comm, job, log);
    const pipeline::OutputPaths paths(job.run.output);
    write_report(comm, {paths.results(), {}, paths.root(), false, job.run.num_threads}, log);
    return status;
}

core::ExitStatus simulate_archives(const mpi::Communicator& comm, const CommandLine& line) {
    const JobInput input = read_input(comm, line);
    const pipeline::RunOptions run = run_options(comm, line);
    const auto simulations =
        mpi::run_on_all(comm, [&] { return parse_simulations(input, run.output); });
    const core::Log log({comm.rank(), terminal_level(line.flags), {}, line.flags.messages});
    for (const auto& [options, root] : simulations) {
        const auto made = simulate::simulate(comm, options, root, run.num_threads);
        log.info(fmt::format("{}: {} synthetic scenes {} {}", options.region, made.num_scenes,
                             made.kept ? "are there already in" : "written to", root.string()));
    }
    return core::ExitStatus::done;
}

/// On rank 0.
void exchange(const CommandLine& line) {
    const std::string& from = line.arguments[0];
    const std::string& to = line.arguments[1];
    const RunFlags& flags = line.flags;
    if (line.command == Command::export_model) {
        pipeline::export_forest({from, to, flags.exchange_format, flags.exchange_name});
    } else {
        const bool named = !flags.exchange_name.empty();
        pipeline::import_forest({from, to, named ? flags.exchange_name : "all",
                                 flags.exchange_features, flags.exchange_classes});
    }
}

core::ExitStatus compare(const mpi::Communicator& comm, const CommandLine& line) {
    std::int32_t num_differences = 0;
    mpi::run_on_root(comm, [&] {
        const auto comparison = pipeline::compare_outputs(line.arguments[0], line.arguments[1]);
        for (const std::string& difference : comparison.differences) {
            fmt::print("{}\n", difference);
        }
        num_differences = core::checked_cast<std::int32_t>(comparison.differences.size());
        if (num_differences == 0) {
            fmt::print("{} and {} are equal\n", line.arguments[0], line.arguments[1]);
        }
    });
    return mpi::all_max(comm, num_differences) == 0 ? core::ExitStatus::done
                                                    : core::ExitStatus::other;
}

}  // namespace

void listen_to_signals(const std::vector<std::string>& arguments) {
    const bool goes_on_later =
        !arguments.empty() && std::ranges::any_of(command_table(), [&](const CommandInfo& known) {
            return known.name == arguments.front() && takes_jobs(known.command) &&
                   known.command != Command::plan && known.command != Command::simulate;
        });
    if (goes_on_later) {
        pipeline::listen_to_stop_signals();
    }
}

core::ExitStatus run_command(const mpi::Communicator& comm, const CommandLine& line) {
    switch (line.command) {
        case Command::run:
            return run_stage(comm, line, &run_all);
        case Command::plan:
            return run_stage(comm, line, &pipeline::plan);
        case Command::sample:
            return run_stage(comm, line, &pipeline::sample);
        case Command::train:
            return run_stage(comm, line, &pipeline::train);
        case Command::map:
            return run_stage(comm, line, &pipeline::map);
        case Command::filter:
            return run_stage(comm, line, &pipeline::filter);
        case Command::reduce:
            return run_stage(comm, line, &pipeline::reduce);
        case Command::merge:
            return merge(comm, line);
        case Command::report:
            return report_results(comm, line);
        case Command::draw:
            return run_stage(comm, line, &pipeline::draw);
        case Command::assess:
            return run_stage(comm, line, &pipeline::assess);
        case Command::spectra:
            return run_stage(comm, line, &pipeline::confirm_spectra);
        case Command::describe:
            return describe(comm, line);
        case Command::simulate:
            return simulate_archives(comm, line);
        case Command::compare:
            return compare(comm, line);
        case Command::export_model:
        case Command::import_model:
            mpi::run_on_root(comm, [&] { exchange(line); });
            return core::ExitStatus::done;
        case Command::help:
        case Command::version:
            mpi::run_on_root(comm, [&] { answer(line); });
            return core::ExitStatus::done;
    }
    return core::ExitStatus::other;
}

void answer(const CommandLine& line) {
    if (line.flags.help) {
        fmt::print("{}", help_text(line.command));
    } else if (line.command == Command::version) {
        fmt::print("{}", version_text());
    } else if (line.flags.job_template) {
        fmt::print("{}", job_template());
    } else if (line.arguments.empty()) {
        fmt::print("{}", overview_text());
    } else {
        fmt::print("{}", help_text(find_command(line.arguments.front())));
    }
}

}  // namespace mineprint::app
