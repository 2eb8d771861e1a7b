// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/date.hpp"

#include <charconv>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::core {
namespace {

using std::chrono::year_month_day;

/// The digits of `text` as a number; -1 where there is anything but digits.
int digits(std::string_view text) {
    int value = -1;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = problem == std::errc() && end == text.data() + text.size();
    return whole ? value : -1;
}

}  // namespace

Date Date::parse(std::string_view text) {
    const bool dashed = text.size() == 10 && text[4] == '-' && text[7] == '-';
    if (dashed || text.size() == 8) {
        const std::size_t gap = dashed ? 1 : 0;
        const int year = digits(text.substr(0, 4));
        const int month = digits(text.substr(4 + gap, 2));
        const int day = digits(text.substr(6 + 2 * gap, 2));
        if (year >= 0 && month >= 0 && day >= 0) {
            const year_month_day date{std::chrono::year(year),
                                      std::chrono::month(static_cast<unsigned>(month)),
                                      std::chrono::day(static_cast<unsigned>(day))};
            if (date.ok()) {
                return Date(std::chrono::sys_days(date));
            }
        }
    }
    throw DataError(fmt::format("'{}' is not a date: write YYYY-MM-DD", text));
}

int Date::year() const { return static_cast<int>(year_month_day(day_).year()); }

int Date::day_of_year() const {
    const auto first = std::chrono::sys_days(year_month_day(day_).year() / 1 / 1);
    return static_cast<int>((day_ - first).count()) + 1;
}

std::string Date::text() const {
    const year_month_day date(day_);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

}  // namespace mineprint::core
