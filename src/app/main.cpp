// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "mineprint/app/commands.hpp"
#include "mineprint/app/failure.hpp"
#include "mineprint/core/memory.hpp"
#include "mineprint/mpi/environment.hpp"
#include "mineprint/mpi/run_on_all.hpp"

namespace {

using namespace mineprint;

/// Whether a launcher (mpirun, srun) started this process as one of several.
bool has_launcher() {
    constexpr std::array<const char*, 3> marks{"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"};
    return std::any_of(marks.begin(), marks.end(),
                       [](const char* mark) { return std::getenv(mark) != nullptr; });
}

/// Alone, help, version and mistakes on the command line do without MPI, which takes a while to
/// start.
core::ExitStatus run(std::optional<mpi::Environment>& environment, int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    app::listen_to_signals(arguments);
    core::keep_freed_memory();
    if (has_launcher()) {
        environment.emplace(argc, argv);
    }
    const auto parse = [&] { return app::parse_command_line(arguments); };
    const app::CommandLine line =
        environment ? mpi::run_on_all(environment->world(), parse) : parse();
    if (!environment && !app::needs_mpi(line)) {
        app::answer(line);
        return core::ExitStatus::done;
    }
    if (!environment) {
        environment.emplace(argc, argv);
    }
    return app::run_command(environment->world(), line);
}

}  // namespace

int main(int argc, char** argv) {
    std::optional<mpi::Environment> environment;
    try {
        return static_cast<int>(run(environment, argc, argv));
    } catch (...) {
        return app::report_failure(environment ? &*environment : nullptr, std::current_exception(),
                                   app::wants_json({argv + 1, argv + argc}));
    }
}
