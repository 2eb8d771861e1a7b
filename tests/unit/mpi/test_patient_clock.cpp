// SPDX-License-Identifier: Apache-2.0
#include "mineprint/mpi/patient_clock.hpp"
#include "test_main.hpp"

using mineprint::mpi::PatientClock;
using namespace std::chrono_literals;

TEST_CASE("time in which one listens is counted, of a pause in it only a second") {
    const PatientClock::Clock::time_point start{};
    PatientClock clock(start);
    auto now = start;
    for (int i = 0; i < 10; ++i) {
        now += 500ms;
        clock.listen(now);
    }
    CHECK(clock.listened_s() == Approx(5));
    now += 3h;  // the whole job was suspended
    CHECK(clock.listen(now) == Approx(6));
    now += 100ms;
    CHECK(clock.listen(now) == Approx(6.1));
}
