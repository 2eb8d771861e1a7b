// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/mpi/communicator.hpp"

namespace mineprint::mpi {

/// MPI from start to end; one object, made in `main`. Asks for MPI_THREAD_FUNNELED: only the thread
/// that made it may communicate. While an exception unwinds it does not finalize, because the other
/// ranks may be in a collective: `main` then calls `abort`.
class Environment {
  public:
    Environment(int& argc, char**& argv);
    ~Environment();
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

    /// All ranks of the run, with errors returned as exceptions.
    [[nodiscard]] const Communicator& world() const noexcept { return world_; }
    /// Ends all ranks at once. For `main` alone.
    [[noreturn]] void abort(int exit_status) const noexcept;

  private:
    Communicator world_;
};

}  // namespace mineprint::mpi
