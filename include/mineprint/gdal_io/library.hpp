// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace mineprint::gdal_io {

/// Sets GDAL up for the process; the first call does the work, from any thread. Every function of
/// this module calls it. A configuration option that the environment sets (GDAL_CACHEMAX …) wins,
/// but for two: no `.aux.xml` is ever read or written, and PROJ never asks the network.
void initialise();

/// Keeps GDAL silent on this thread as long as it lives, and remembers what it complained about.
class ErrorScope {
  public:
    ErrorScope();
    ~ErrorScope();
    ErrorScope(const ErrorScope&) = delete;
    ErrorScope& operator=(const ErrorScope&) = delete;

    /// True when GDAL reported a failure, whatever its return codes said.
    [[nodiscard]] bool failed() const noexcept { return !failures_.empty(); }
    /// The failures (or, without any, the warnings) in GDAL's own words.
    [[nodiscard]] std::string message() const;
    /// For GDAL's error handler.
    void add(bool is_failure, std::string text);

  private:
    std::vector<std::string> failures_;
    std::vector<std::string> warnings_;
};

}  // namespace mineprint::gdal_io
