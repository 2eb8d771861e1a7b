// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "mineprint/core/stopwatch.hpp"

namespace mineprint::core {

/// What a thread can be at. Reading is all that makes pixels of files: waiting for them,
/// decompressing, resampling; writing likewise.
enum class Work { reading, computing, writing };

/// Wall-clock seconds by what a thread was at.
struct WorkSeconds {
    double reading = 0;
    double computing = 0;
    double writing = 0;

    [[nodiscard]] double sum() const { return reading + computing + writing; }
    WorkSeconds& operator+=(const WorkSeconds& other);
    [[nodiscard]] WorkSeconds operator-(const WorkSeconds& other) const;
};

/// The largest of the three.
struct Bound {
    const char* what = "";  ///< `reading`, `computing` or `writing`; empty: nothing took any time
    double share = 0;       ///< of all seconds, 0 … 1
};
[[nodiscard]] Bound bound_of(const WorkSeconds& seconds);

/// Sums the seconds of this rank's threads, which may add at any time.
class WorkClock {
  public:
    void add(const WorkSeconds& seconds);
    [[nodiscard]] WorkSeconds seconds() const;

  private:
    std::array<std::atomic<std::int64_t>, 3> nanoseconds_{};
};

/// Times one task of one thread and adds it to a clock, which outlives it, in the end.
class WorkTimer {
  public:
    WorkTimer(WorkClock& clock, Work first) : clock_(clock), now_(first) {}
    ~WorkTimer();
    WorkTimer(const WorkTimer&) = delete;
    WorkTimer& operator=(const WorkTimer&) = delete;

    /// From here on the thread is at `next`.
    void turn_to(Work next);

  private:
    WorkClock& clock_;
    WorkSeconds spent_;
    Work now_;
    Stopwatch watch_;
};

}  // namespace mineprint::core
