// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <ctime>

#include "mineprint/core/stopwatch.hpp"

namespace mineprint::benchmarks {

/// What some work took: seconds on the clock, and of all the process's threads on the processors.
struct Cost {
    double wall_s = 0;
    double cpu_s = 0;
};

template <class Work>
[[nodiscard]] Cost measure(Work&& work) {
    const core::Stopwatch watch;
    const std::clock_t before = std::clock();
    work();
    return {watch.seconds(), static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC};
}

/// The least of each: on a machine shared with others the rest is theirs.
[[nodiscard]] inline Cost least(const Cost& a, const Cost& b) {
    return {std::min(a.wall_s, b.wall_s), std::min(a.cpu_s, b.cpu_s)};
}

}  // namespace mineprint::benchmarks
