// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mineprint::pipeline {

/// With a sign and one decimal, as growth is told: `+26.2`, `-4.0`, and `0.0` for what rounds to
/// it. NaN becomes `-`.
[[nodiscard]] std::string signed_tenths(double value);

/// The same with ` %`, but for NaN.
[[nodiscard]] std::string signed_percent(double value);

/// Three digits that count, never with an exponent: `0.00123`, `12.3`, `267000`. NaN becomes `-`.
[[nodiscard]] std::string three_digits(double value);

/// `1 site`, `2 sites`.
[[nodiscard]] std::string counted(std::int64_t number, std::string_view one, std::string_view many);

}  // namespace mineprint::pipeline
