// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/work_clock.hpp"

#include <cmath>

namespace mineprint::core {

WorkSeconds& WorkSeconds::operator+=(const WorkSeconds& other) {
    reading += other.reading;
    computing += other.computing;
    writing += other.writing;
    return *this;
}

WorkSeconds WorkSeconds::operator-(const WorkSeconds& other) const {
    return {reading - other.reading, computing - other.computing, writing - other.writing};
}

Bound bound_of(const WorkSeconds& seconds) {
    if (!(seconds.sum() > 0)) {
        return {};
    }
    Bound bound{"computing", seconds.computing};
    if (seconds.reading > bound.share) {
        bound = {"reading", seconds.reading};
    }
    if (seconds.writing > bound.share) {
        bound = {"writing", seconds.writing};
    }
    bound.share /= seconds.sum();
    return bound;
}

void WorkClock::add(const WorkSeconds& seconds) {
    const std::array<double, 3> parts{seconds.reading, seconds.computing, seconds.writing};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        nanoseconds_[i] += static_cast<std::int64_t>(std::llround(1e9 * parts[i]));
    }
}

WorkTimer::~WorkTimer() {
    turn_to(now_);
    clock_.add(spent_);
}

void WorkTimer::turn_to(Work next) {
    switch (now_) {
        case Work::reading:
            spent_.reading += watch_.seconds();
            break;
        case Work::computing:
            spent_.computing += watch_.seconds();
            break;
        case Work::writing:
            spent_.writing += watch_.seconds();
            break;
    }
    watch_ = {};
    now_ = next;
}

WorkSeconds WorkClock::seconds() const {
    const auto part = [this](std::size_t i) { return 1e-9 * static_cast<double>(nanoseconds_[i]); };
    return {part(0), part(1), part(2)};
}

}  // namespace mineprint::core
