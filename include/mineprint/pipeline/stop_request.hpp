// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mineprint::pipeline {

/// Listens to SIGTERM, SIGINT and SIGUSR1 (what Slurm sends before the time limit) from now on: the
/// first one asks the run to finish what it holds and stop, a second one of SIGINT or SIGTERM ends
/// it.
void listen_to_stop_signals();

/// Whether this rank was asked to stop by a signal.
[[nodiscard]] bool stop_requested() noexcept;

}  // namespace mineprint::pipeline
