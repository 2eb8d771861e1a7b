// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/progress.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "mineprint/core/display_width.hpp"

namespace mineprint::pipeline {
namespace {

constexpr double seconds_between_bars = 0.2;
constexpr double seconds_between_lines = 30;
constexpr double seconds_between_objects = 1;

std::string bound_text(const core::WorkSeconds& spent) {
    const core::Bound most = core::bound_of(spent);
    return most.share > 0 ? fmt::format(", bound by {} ({:.0f} %)", most.what, 100 * most.share)
                          : std::string();
}

/// Of the terminal; what most have where it does not say.
int num_terminal_columns() {
    constexpr int usual = 80;
    winsize size{};
    const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : usual;
}

std::string drawn(const ProgressState& now, std::size_t width) {
    const auto filled =
        static_cast<std::size_t>(static_cast<double>(width) * static_cast<double>(now.num_done) /
                                 static_cast<double>(std::max<std::int64_t>(1, now.num_tasks)));
    const std::size_t marks = std::min(filled, width);
    return fmt::format("[{:#<{}}{:.<{}}] ", "", marks, "", width - marks);
}

/// The line in fewer words.
std::string short_line(const ProgressState& now) {
    std::string text =
        fmt::format("{} {}/{}, {:.3g}/s", now.what, now.num_done, now.num_tasks, now.per_second());
    if (now.num_done > 0 && now.num_done < now.num_tasks) {
        text += ", " + duration_text(now.seconds_left()) + " left";
    }
    const core::Bound most = core::bound_of(now.spent);
    return most.share > 0 ? text + ", bound by " + most.what : text;
}

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

double ProgressState::per_second() const {
    constexpr double least_s = 1e-3;
    return static_cast<double>(num_done) / std::max(elapsed_s, least_s);
}

double ProgressState::seconds_left() const {
    return num_done > 0 ? elapsed_s * static_cast<double>(num_tasks - num_done) /
                              static_cast<double>(num_done)
                        : std::numeric_limits<double>::quiet_NaN();
}

std::string progress_line(const ProgressState& now) {
    const double percent = 100.0 * static_cast<double>(now.num_done) /
                           static_cast<double>(std::max<std::int64_t>(1, now.num_tasks));
    std::string text = fmt::format("{}: {} of {} ({:.0f} %), {:.3g} a second", now.what,
                                   now.num_done, now.num_tasks, percent, now.per_second());
    if (now.num_done > 0 && now.num_done < now.num_tasks) {
        text += ", " + duration_text(now.seconds_left()) + " left";
    }
    return text + bound_text(now.spent);
}

std::string progress_bar(const ProgressState& now, int num_columns) {
    constexpr std::size_t widest_bar = 24;
    constexpr std::size_t narrowest_bar = 8;
    constexpr std::size_t around_bar = 3;  // brackets and a space
    const auto most_columns = static_cast<std::size_t>(std::max(2, num_columns) - 1);
    for (const std::string& text : {progress_line(now), short_line(now)}) {
        const std::size_t used = core::display_width(text) + around_bar;
        if (used + narrowest_bar <= most_columns) {
            return drawn(now, std::min(widest_bar, most_columns - used)) + text;
        }
    }
    return core::cut_to_width(short_line(now), most_columns);
}

nlohmann::ordered_json progress_json(const ProgressState& now) {
    nlohmann::ordered_json json{{"stage", now.what},
                                {"done", now.num_done},
                                {"total", now.num_tasks},
                                {"seconds", now.elapsed_s},
                                {"per_second", now.per_second()},
                                {"seconds_left", nullptr},
                                {"bound_by", nullptr},
                                {"reading_seconds", now.spent.reading},
                                {"computing_seconds", now.spent.computing},
                                {"writing_seconds", now.spent.writing}};
    if (now.num_done > 0) {
        json["seconds_left"] = now.seconds_left();
    }
    if (const core::Bound most = core::bound_of(now.spent); most.share > 0) {
        json["bound_by"] = most.what;
    }
    return json;
}

Progress::Progress(std::string what, std::int64_t num_tasks, const core::Log& log,
                   const core::WorkClock& clock)
    : what_(std::move(what)),
      num_tasks_(num_tasks),
      log_(log),
      clock_(clock),
      before_(clock.seconds()) {}

Progress::~Progress() { wipe_bar(); }

ProgressState Progress::state() const {
    return {what_, last_done_, num_tasks_, watch_.seconds(), clock_.seconds() - before_};
}

void Progress::wipe_bar() {
    if (bar_stands_) {
        fmt::print(stderr, "\r\x1b[K");
        bar_stands_ = false;
    }
}

void Progress::update(std::int64_t num_done) {
    const bool as_objects = log_.style() == core::LogStyle::json && log_.prints_info();
    const bool soon = log_.has_bar() || as_objects;
    const double pause_s = log_.has_bar() ? seconds_between_bars
                           : as_objects   ? seconds_between_objects
                                          : seconds_between_lines;
    const double now_s = watch_.seconds();
    const bool is_first = soon && last_done_ == 0 && num_done > 0;
    last_done_ = num_done;
    if (num_tasks_ == 0 || (!is_first && now_s - last_shown_s_ < pause_s)) {
        return;
    }
    last_shown_s_ = now_s;
    if (log_.has_bar()) {
        fmt::print(stderr, "\r{}\x1b[K", progress_bar(state(), num_terminal_columns()));
        bar_stands_ = true;
    } else if (as_objects) {
        fmt::print(stderr, "{}",
                   core::json_line("info", 0, progress_line(state()), progress_json(state())));
    } else {
        log_.info(progress_line(state()));
    }
}

void Progress::finish() {
    wipe_bar();
    const ProgressState end = state();
    log_.info(fmt::format("{}: {} of {} in {}{}", what_, last_done_, num_tasks_,
                          duration_text(end.elapsed_s), bound_text(end.spent)),
              progress_json(end));
}

}  // namespace mineprint::pipeline
