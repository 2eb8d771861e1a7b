// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace mineprint::core {

/// Wall-clock seconds since its construction, from a clock that never goes back.
class Stopwatch {
  public:
    [[nodiscard]] double seconds() const {
        return std::chrono::duration<double>(Clock::now() - start_).count();
    }

  private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point start_ = Clock::now();
};

}  // namespace mineprint::core
