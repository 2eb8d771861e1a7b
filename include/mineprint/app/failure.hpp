// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>

#include "mineprint/mpi/environment.hpp"

namespace mineprint::app {

/// For the outermost frame: prints an error once and returns the exit status. `environment` is null
/// before MPI is up. An error that is not known to be every rank's own ends all ranks at once.
[[nodiscard]] int report_failure(const mpi::Environment* environment,
                                 const std::exception_ptr& failure) noexcept;

}  // namespace mineprint::app
