// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/stop_request.hpp"

#include <csignal>

namespace mineprint::pipeline {
namespace {

// A signal handler can reach nothing but an object with static storage.
volatile std::sig_atomic_t requested = 0;

extern "C" void remember_request(int signal_number) {
    requested = 1;
    if (signal_number != SIGUSR1) {
        std::signal(signal_number, SIG_DFL);
    }
}

}  // namespace

void listen_to_stop_signals() {
    std::signal(SIGTERM, remember_request);
    std::signal(SIGINT, remember_request);
    std::signal(SIGUSR1, remember_request);
}

bool stop_requested() noexcept { return requested != 0; }

}  // namespace mineprint::pipeline
