// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <compare>
#include <string>
#include <string_view>

namespace mineprint::core {

/// A calendar day (UTC), ordered in time.
class Date {
  public:
    Date() = default;
    explicit Date(std::chrono::sys_days day) : day_(day) {}

    /// Reads `YYYY-MM-DD` or `YYYYMMDD`; throws DataError on anything else.
    [[nodiscard]] static Date parse(std::string_view text);

    [[nodiscard]] int year() const;
    /// 1 … 366.
    [[nodiscard]] int day_of_year() const;
    [[nodiscard]] int days_since_1970() const {
        return static_cast<int>(day_.time_since_epoch().count());
    }
    /// `YYYY-MM-DD`.
    [[nodiscard]] std::string text() const;

    auto operator<=>(const Date&) const = default;

  private:
    std::chrono::sys_days day_;
};

}  // namespace mineprint::core
