// SPDX-License-Identifier: Apache-2.0
#include "mineprint/mpi/environment.hpp"

#include <cstdlib>
#include <exception>

#include "mineprint/core/error.hpp"

namespace mineprint::mpi {
namespace {

Communicator start(int& argc, char**& argv) {
    int provided = MPI_THREAD_SINGLE;
    check(MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided), "MPI_Init_thread");
    if (provided < MPI_THREAD_FUNNELED) {
        throw core::RunError(
            "this MPI library cannot be used beside threads (MPI_THREAD_FUNNELED)");
    }
    return {MPI_COMM_WORLD, false};
}

}  // namespace

Environment::Environment(int& argc, char**& argv) : world_(start(argc, argv)) {}

Environment::~Environment() {
    if (std::uncaught_exceptions() == 0) {
        MPI_Finalize();
    }
}

void Environment::abort(int exit_status) const noexcept {
    MPI_Abort(world_.handle(), exit_status);
    std::_Exit(exit_status);
}

}  // namespace mineprint::mpi
