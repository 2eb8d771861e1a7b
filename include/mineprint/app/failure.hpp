// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string>
#include <vector>

#include "mineprint/mpi/environment.hpp"

namespace mineprint::app {

/// For the outermost frame: prints an error once and returns the exit status. `environment` is null
/// before MPI is up; `as_json` makes it an object, as core::LogStyle::json does. An error that is
/// not known to be every rank's own ends all ranks at once.
[[nodiscard]] int report_failure(const mpi::Environment* environment,
                                 const std::exception_ptr& failure, bool as_json) noexcept;

/// Whether `--messages json` is among the arguments, which may be wrong otherwise.
[[nodiscard]] bool wants_json(const std::vector<std::string>& arguments);

}  // namespace mineprint::app
