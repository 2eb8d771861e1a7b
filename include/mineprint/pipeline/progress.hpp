// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "mineprint/core/log.hpp"
#include "mineprint/core/stopwatch.hpp"
#include "mineprint/core/work_clock.hpp"

namespace mineprint::pipeline {

/// How far a stage is.
struct ProgressState {
    std::string what;
    std::int64_t num_done = 0;
    std::int64_t num_tasks = 0;
    double elapsed_s = 0;
    core::WorkSeconds spent = {};  ///< of the threads of rank 0, which stands for all

    [[nodiscard]] double per_second() const;
    /// At the rate so far; NaN before the first task is done.
    [[nodiscard]] double seconds_left() const;
};

/// `tiles: 412 of 1064 (39 %), 3.21 a second, 3 min 23 s left, bound by reading (71 %)`; what is
/// not known yet is left out.
[[nodiscard]] std::string progress_line(const ProgressState& now);

/// The same behind a bar, of less than `num_columns` letters: a terminal would break a longer line
/// in two. What does not fit is left out, the bar first.
[[nodiscard]] std::string progress_bar(const ProgressState& now, int num_columns);

/// The same as an object.
[[nodiscard]] nlohmann::ordered_json progress_json(const ProgressState& now);

/// Tells how far a stage is, how fast, how long it will take and what bounds it: a bar on a
/// terminal, now and then a line elsewhere, objects where messages are JSON. Where the log prints
/// no information, its file gets the lines. For one thread of rank 0.
class Progress {
  public:
    /// `clock` is that of this rank, whose tasks stand for all; it outlives the progress.
    Progress(std::string what, std::int64_t num_tasks, const core::Log& log,
             const core::WorkClock& clock);
    /// Wipes away the bar, which an error may have left.
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// May be called as often as one likes.
    void update(std::int64_t num_done);
    /// Ends the bar with a line that stays.
    void finish();

  private:
    [[nodiscard]] ProgressState state() const;
    void wipe_bar();

    std::string what_;
    std::int64_t num_tasks_;
    const core::Log& log_;
    const core::WorkClock& clock_;
    core::WorkSeconds before_;
    core::Stopwatch watch_;
    bool bar_stands_ = false;
    std::int64_t last_done_ = 0;
    double last_shown_s_ = 0;
};

/// `1 h 02 min`, `3 min 20 s`, `12 s`.
[[nodiscard]] std::string duration_text(double seconds);

}  // namespace mineprint::pipeline
