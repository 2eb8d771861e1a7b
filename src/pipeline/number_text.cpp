// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/number_text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mineprint::pipeline {

std::string signed_tenths(double value) {
    if (std::isnan(value)) {
        return "-";
    }
    std::string text = fmt::format("{:+.1f}", value);
    return text == "+0.0" || text == "-0.0" ? text.substr(1) : text;
}

std::string signed_percent(double value) {
    return std::isnan(value) ? "-" : signed_tenths(value) + " %";
}

std::string three_digits(double value) {
    if (std::isnan(value)) {
        return "-";
    }
    if (value == 0 || !std::isfinite(value)) {
        return fmt::format("{:g}", value);
    }
    // By way of the exponent that rounding leaves: 999.6 has four digits before the point.
    const std::string rounded = fmt::format("{:.2e}", value);
    const int exponent = std::stoi(rounded.substr(rounded.find('e') + 1));
    return fmt::format("{:.{}f}", std::stod(rounded), std::max(0, 2 - exponent));
}

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", number, number == 1 ? one : many);
}

}  // namespace mineprint::pipeline
