// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "mineprint/core/log.hpp"
#include "mineprint/core/stopwatch.hpp"

namespace mineprint::pipeline {

/// Tells how far a stage is: a bar with rate and time left on a terminal, now and then a line
/// elsewhere. For one thread of rank 0.
class Progress {
  public:
    Progress(std::string what, std::int64_t num_tasks, const core::Log& log);

    /// May be called as often as one likes.
    void update(std::int64_t num_done);
    /// Ends the bar with a line that stays.
    void finish();

  private:
    [[nodiscard]] std::string line(std::int64_t num_done) const;
    void draw(std::int64_t num_done) const;

    std::string what_;
    std::int64_t num_tasks_;
    const core::Log& log_;
    bool on_terminal_;
    core::Stopwatch watch_;
    std::int64_t last_done_ = 0;
    double last_shown_s_ = 0;
};

/// `1 h 02 min`, `3 min 20 s`, `12 s`.
[[nodiscard]] std::string duration_text(double seconds);

}  // namespace mineprint::pipeline
