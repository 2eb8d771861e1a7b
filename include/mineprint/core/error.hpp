// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace mineprint::core {

/// What the program tells the shell when it ends.
enum class ExitStatus : int {
    done = 0,
    other = 1,     ///< anything without a status of its own
    usage = 2,     ///< the command line or a job file
    partial = 3,   ///< done, but some tiles or scenes failed within the budget
    data = 4,      ///< an input that cannot be used
    stopped = 75,  ///< stopped early on a signal or the time limit: run it again to continue
};

/// Base of every error mineprint throws. The text says what failed, on what (file, tile, dataset,
/// option, line of the job file), what the library said, and the cure where there is one.
class Error : public std::runtime_error {
  public:
    Error(ExitStatus status, const std::string& text) : std::runtime_error(text), status_(status) {}
    [[nodiscard]] ExitStatus exit_status() const noexcept { return status_; }

  private:
    ExitStatus status_;
};

/// The command line or a job file is wrong.
class UsageError : public Error {
  public:
    explicit UsageError(const std::string& text) : Error(ExitStatus::usage, text) {}
};

/// An input file, or what is in it, cannot be used.
class DataError : public Error {
  public:
    explicit DataError(const std::string& text) : Error(ExitStatus::data, text) {}
};

/// The environment failed: a full disk, a write that did not succeed, a broken promise of the code.
class RunError : public Error {
  public:
    explicit RunError(const std::string& text) : Error(ExitStatus::other, text) {}
};

/// The run was asked to stop (signal, time limit) and did so with its outputs in order.
class Stopped : public Error {
  public:
    explicit Stopped(const std::string& text) : Error(ExitStatus::stopped, text) {}
};

}  // namespace mineprint::core
