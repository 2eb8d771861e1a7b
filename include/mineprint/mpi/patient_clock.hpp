// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>

namespace mineprint::mpi {

/// Tells for how long another process has been silent, as far as this one was there to listen: of a
/// pause in which it did not run itself (the whole job was suspended, the machine slept) a second
/// is counted.
class PatientClock {
  public:
    using Clock = std::chrono::steady_clock;

    explicit PatientClock(Clock::time_point now = Clock::now()) : last_(now) {}

    /// To be called often while listening. Returns the seconds listened so far.
    double listen(Clock::time_point now = Clock::now()) {
        listened_s_ += std::min(1.0, std::chrono::duration<double>(now - last_).count());
        last_ = now;
        return listened_s_;
    }
    [[nodiscard]] double listened_s() const { return listened_s_; }

  private:
    Clock::time_point last_;
    double listened_s_ = 0;
};

}  // namespace mineprint::mpi
