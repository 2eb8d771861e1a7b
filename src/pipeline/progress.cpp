// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/progress.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <unistd.h>

#include <fmt/format.h>

namespace mineprint::pipeline {
namespace {

constexpr double seconds_between_bars = 0.2;
constexpr double seconds_between_lines = 30;

}  // namespace

std::string duration_text(double seconds) {
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    if (whole >= 3600) {
        return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
    }
    if (whole >= 60) {
        return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    }
    return fmt::format("{} s", whole);
}

Progress::Progress(std::string what, std::int64_t num_tasks, const core::Log& log)
    : what_(std::move(what)),
      num_tasks_(num_tasks),
      log_(log),
      on_terminal_(isatty(STDERR_FILENO) == 1) {}

std::string Progress::line(std::int64_t num_done) const {
    const double rate = static_cast<double>(num_done) / std::max(watch_.seconds(), 1e-3);
    std::string text =
        fmt::format("{}: {} of {} ({:.0f} %), {:.3g} a second", what_, num_done, num_tasks_,
                    100.0 * static_cast<double>(num_done) / static_cast<double>(num_tasks_), rate);
    if (num_done > 0 && num_done < num_tasks_) {
        text += ", " + duration_text(static_cast<double>(num_tasks_ - num_done) / rate) + " left";
    }
    return text;
}

void Progress::draw(std::int64_t num_done) const {
    constexpr std::int64_t width = 24;
    const std::int64_t filled = num_done * width / num_tasks_;
    const std::string bar = std::string(static_cast<std::size_t>(filled), '#') +
                            std::string(static_cast<std::size_t>(width - filled), '.');
    fmt::print(stderr, "\r[{}] {}\x1b[K", bar, line(num_done));
    std::fflush(stderr);
}

void Progress::update(std::int64_t num_done) {
    const double now_s = watch_.seconds();
    const double pause_s = on_terminal_ ? seconds_between_bars : seconds_between_lines;
    last_done_ = num_done;
    if (num_tasks_ == 0 || now_s - last_shown_s_ < pause_s) {
        return;
    }
    last_shown_s_ = now_s;
    if (on_terminal_) {
        draw(num_done);
    } else {
        log_.info(line(num_done));
    }
}

void Progress::finish() {
    if (on_terminal_ && last_shown_s_ > 0) {
        fmt::print(stderr, "\r\x1b[K");
    }
    log_.info(fmt::format("{}: {} of {} in {}", what_, last_done_, num_tasks_,
                          duration_text(watch_.seconds())));
}

}  // namespace mineprint::pipeline
