// SPDX-License-Identifier: Apache-2.0
// The main of every test program. All ranks run all cases; a failure on any of them fails the
// program.
#define CATCH_CONFIG_RUNNER
#include "test_main.hpp"

#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <unistd.h>

#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/environment.hpp"

namespace {

const mineprint::mpi::Communicator* world_of_tests = nullptr;

/// Runs the session with the output of other ranks than 0 kept back, and shown only on failure.
int run_session(Catch::Session& session, int rank) {
    if (rank == 0) {
        return session.run();
    }
    std::ostringstream kept;
    std::streambuf* terminal = std::cout.rdbuf(kept.rdbuf());
    const int failures = session.run();
    std::cout.rdbuf(terminal);
    if (failures != 0) {
        std::cerr << "rank " << rank << ":\n" << kept.str();
    }
    return failures;
}

}  // namespace

const mineprint::mpi::Communicator& world() { return *world_of_tests; }

int main(int argc, char** argv) {
    mineprint::mpi::Environment environment(argc, argv);
    world_of_tests = &environment.world();
    Catch::Session session;
    const int usage = session.applyCommandLine(argc, argv);
    if (usage != 0) {
        return usage;
    }
    const int failures = run_session(session, world().rank());
    return mineprint::mpi::all_max(world(), std::int32_t{failures != 0 ? 1 : 0});
}
