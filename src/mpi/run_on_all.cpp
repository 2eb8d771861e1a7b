// SPDX-License-Identifier: Apache-2.0
#include "mineprint/mpi/run_on_all.hpp"

#include <string>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/mpi/collectives.hpp"

namespace mineprint::mpi {
namespace {

struct Failure {
    int status = 0;
    std::string text;
};

Failure describe(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const core::Error& error) {
        return {static_cast<int>(error.exit_status()), error.what()};
    } catch (const std::bad_alloc&) {
        return {static_cast<int>(core::ExitStatus::other), "out of memory"};
    } catch (const std::exception& error) {
        return {static_cast<int>(core::ExitStatus::other), error.what()};
    } catch (...) {
        return {static_cast<int>(core::ExitStatus::other), "an unknown error"};
    }
}

}  // namespace

void throw_everywhere_if_any(const Communicator& comm, const std::exception_ptr& own_failure) {
    int first_failed = own_failure ? comm.rank() : comm.size();
    check(MPI_Allreduce(MPI_IN_PLACE, &first_failed, 1, MPI_INT, MPI_MIN, comm.handle()),
          "MPI_Allreduce");
    if (first_failed == comm.size()) {
        return;
    }
    Failure failure;
    if (comm.rank() == first_failed) {
        failure = describe(own_failure);
        // A failure on rank 0 is mostly one that every rank would meet; only others need a name.
        if (first_failed > 0) {
            failure.text = fmt::format("{} (on rank {})", failure.text, first_failed);
        }
    }
    broadcast(comm, std::span(&failure.status, 1), first_failed);
    broadcast(comm, failure.text, first_failed);
    throw SharedError(static_cast<core::ExitStatus>(failure.status), failure.text);
}

}  // namespace mineprint::mpi
