// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/value_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "mineprint/core/text.hpp"

namespace mineprint::app {
namespace {

/// The whole text as a number; false when it is not one or does not fit the type.
template <class T>
bool read_number(std::string_view text, T& value) {
    const char* const end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    return result.ec == std::errc{} && result.ptr == end;
}

std::pair<std::string, std::string> split_at(std::string_view text, std::size_t position,
                                             char separator) {
    if (position != std::string_view::npos) {
        const std::string_view before = core::trimmed(text.substr(0, position));
        const std::string_view after = core::trimmed(text.substr(position + 1));
        if (!before.empty() && !after.empty()) {
            return {std::string(before), std::string(after)};
        }
    }
    throw BadValue(fmt::format("does not have two parts with '{}' between them", separator));
}

/// Whether GDAL, not the file system, gives the text its meaning.
bool is_gdal_name(std::string_view text) {
    if (text.starts_with("/vsi")) {
        return true;
    }
    const std::size_t colon = text.find(':');
    return colon != std::string_view::npos && colon > 1 &&
           std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
               return std::isupper(static_cast<unsigned char>(c)) != 0 ||
                      std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '_';
           });
}

}  // namespace

bool Interval::contains(double value) const {
    return (open ? value > least : value >= least) && value <= most;
}

std::string Interval::text() const {
    const bool bounded_below = std::isfinite(least);
    const bool bounded_above = std::isfinite(most);
    if (bounded_below && bounded_above) {
        return open ? fmt::format("a number, {} < x ≤ {}", least, most)
                    : fmt::format("a number, {} … {}", least, most);
    }
    if (bounded_below) {
        return fmt::format("a number {} {}", open ? ">" : "≥", least);
    }
    return "a number";
}

std::int64_t parse_integer(std::string_view text, std::int64_t least, std::int64_t most) {
    std::int64_t value = 0;
    if (!read_number(text, value)) {
        throw BadValue("is not a whole number");
    }
    if (value < least || value > most) {
        throw BadValue("is out of range");
    }
    return value;
}

std::uint64_t parse_seed(std::string_view text) {
    std::uint64_t value = 0;
    if (!read_number(text, value)) {
        throw BadValue("is not a whole number from 0 to 2^64 - 1");
    }
    return value;
}

double parse_real(std::string_view text, const Interval& interval) {
    double value = 0;
    if (!read_number(text, value) || !std::isfinite(value)) {
        throw BadValue("is not a number");
    }
    if (!interval.contains(value)) {
        throw BadValue("is out of range");
    }
    return value;
}

double parse_real_or_nan(std::string_view text) {
    if (text == "nan" || text == "NaN" || text == "NAN") {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return parse_real(text, {});
}

bool parse_flag(std::string_view text) {
    constexpr std::array<std::string_view, 3> yes{"yes", "true", "on"};
    constexpr std::array<std::string_view, 3> no{"no", "false", "off"};
    if (std::find(yes.begin(), yes.end(), text) != yes.end()) {
        return true;
    }
    if (std::find(no.begin(), no.end(), text) != no.end()) {
        return false;
    }
    throw BadValue("is neither yes nor no");
}

std::string parse_name(std::string_view text) {
    constexpr std::size_t longest = 64;
    const bool safe = std::all_of(text.begin(), text.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    });
    if (text.empty() || !safe) {
        throw BadValue("is not a name of letters, digits, '_' and '-', as files need it");
    }
    if (text.size() > longest) {
        throw BadValue(fmt::format("is a name of more than {} characters", longest));
    }
    return std::string(text);
}

std::vector<std::string> parse_list(std::string_view text) {
    std::vector<std::string> items = core::split_text(text, ',');
    std::set<std::string> seen;
    for (const std::string& item : items) {
        if (item.empty()) {
            throw BadValue("has an empty item between its commas");
        }
        if (!seen.insert(item).second) {
            throw BadValue(fmt::format("names '{}' twice", item));
        }
    }
    return items;
}

std::string parse_choice(std::string_view text, std::span<const std::string> known) {
    if (std::find(known.begin(), known.end(), text) == known.end()) {
        throw BadValue(
            fmt::format("is not known; did you mean '{}'?", core::nearest_name(text, known)));
    }
    return std::string(text);
}

geo::Extent parse_extent(std::string_view text) {
    const std::vector<std::string> parts = core::split_text(text, ',');
    if (parts.size() != 4) {
        throw BadValue(fmt::format("has {} numbers between commas, not 4", parts.size()));
    }
    std::array<double, 4> edges{};
    for (std::size_t i = 0; i < edges.size(); ++i) {
        if (!read_number(std::string_view(parts[i]), edges[i]) || !std::isfinite(edges[i])) {
            throw BadValue(fmt::format("holds '{}', which is not a number", parts[i]));
        }
    }
    const geo::Extent extent{edges[0], edges[1], edges[2], edges[3]};
    if (extent.xmin >= extent.xmax || extent.ymin >= extent.ymax) {
        throw BadValue("encloses nothing: xmin must be below xmax and ymin below ymax");
    }
    return extent;
}

double parse_duration_s(std::string_view text) {
    constexpr std::string_view units = "smhd";
    constexpr std::array<double, 4> seconds{1, 60, 3600, 86400};
    const std::size_t unit = text.empty() ? std::string_view::npos : units.find(text.back());
    double number = 0;
    if (unit == std::string_view::npos || !read_number(text.substr(0, text.size() - 1), number) ||
        !std::isfinite(number)) {
        throw BadValue("is not a time such as 90m or 12h");
    }
    constexpr double year_s = 366.0 * 86400.0;
    if (!(number > 0) || number * seconds[unit] > year_s) {
        throw BadValue("is out of range");
    }
    return number * seconds[unit];
}

std::int64_t parse_size(std::string_view text) {
    constexpr std::string_view units = "KMGT";
    double factor = 1;
    const std::size_t unit = text.empty() ? std::string_view::npos : units.find(text.back());
    if (unit != std::string_view::npos) {
        factor = std::pow(1024.0, static_cast<double>(unit + 1));
        text.remove_suffix(1);
    }
    double number = 0;
    if (!read_number(text, number) || !std::isfinite(number)) {
        throw BadValue("is not a size such as 512M or 4G");
    }
    constexpr double least = 1024.0 * 1024.0;
    constexpr double most = 1024.0 * 1024.0 * 1024.0 * 1024.0 * 1024.0;
    if (number * factor < least || number * factor > most) {
        throw BadValue("is out of range");
    }
    return std::llround(number * factor);
}

std::pair<std::string, std::string> split_at_first(std::string_view text, char separator) {
    return split_at(text, text.find(separator), separator);
}

std::pair<std::string, std::string> split_at_last(std::string_view text, char separator) {
    return split_at(text, text.rfind(separator), separator);
}

std::filesystem::path resolve_path(const std::filesystem::path& folder, std::string_view text) {
    std::filesystem::path path(text);
    if (is_gdal_name(text)) {
        return path;
    }
    return (folder / path).lexically_normal();
}

std::string show_real(double value) { return fmt::format("{}", value); }

std::string show_flag(bool value) { return value ? "yes" : "no"; }

std::string show_list(std::span<const std::string> items) {
    return fmt::format("{}", fmt::join(items, ","));
}

std::string show_extent(const geo::Extent& extent) {
    return fmt::format("{},{},{},{}", extent.xmin, extent.ymin, extent.xmax, extent.ymax);
}

std::string show_size(std::int64_t bytes) {
    constexpr std::string_view units = "TGMK";
    std::int64_t unit_bytes = std::int64_t{1} << 40U;
    for (const char unit : units) {
        if (bytes != 0 && bytes % unit_bytes == 0) {
            return fmt::format("{}{}", bytes / unit_bytes, unit);
        }
        unit_bytes /= 1024;
    }
    return fmt::format("{}", bytes);
}

}  // namespace mineprint::app
