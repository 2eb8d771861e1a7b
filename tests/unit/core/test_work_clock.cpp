// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "mineprint/core/work_clock.hpp"
#include "test_main.hpp"

using mineprint::core::bound_of;
using mineprint::core::Stopwatch;
using mineprint::core::Work;
using mineprint::core::WorkClock;
using mineprint::core::WorkSeconds;
using mineprint::core::WorkTimer;

TEST_CASE("what bounds the work is what took longest") {
    CHECK(std::string(bound_of({6, 3, 1}).what) == "reading");
    CHECK(bound_of({6, 3, 1}).share == Approx(0.6));
    CHECK(std::string(bound_of({2, 3, 1}).what) == "computing");
    CHECK(std::string(bound_of({2, 3, 5}).what) == "writing");
    CHECK(std::string(bound_of({2, 2, 2}).what) == "computing");
    CHECK(std::string(bound_of({}).what).empty());
}

TEST_CASE("seconds of all threads are summed") {
    WorkClock clock;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&clock] {
            for (int i = 0; i < 1000; ++i) {
                clock.add({0.001, 0.002, 0.003});
            }
        });
    }
    std::for_each(threads.begin(), threads.end(), [](std::thread& thread) { thread.join(); });
    const WorkSeconds later = clock.seconds();
    CHECK(later.reading == Approx(4));
    CHECK(later.computing == Approx(8));
    CHECK(later.writing == Approx(12));
    CHECK((later - WorkSeconds{1, 2, 3}).sum() == Approx(18));
}

TEST_CASE("a timer adds what its thread was at, in the end and not before") {
    WorkClock clock;
    const Stopwatch watch;
    {
        WorkTimer timer(clock, Work::reading);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        timer.turn_to(Work::computing);
        timer.turn_to(Work::writing);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        CHECK(clock.seconds().sum() == 0);
    }
    const WorkSeconds spent = clock.seconds();
    CHECK(spent.reading >= 0.02);
    CHECK(spent.writing >= 0.01);
    CHECK(spent.computing >= 0);
    CHECK(spent.sum() <= watch.seconds());
}
