// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/ini_reader.hpp"

#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::app {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Bytes of the UTF-8 sequence that starts with `first`, 0 if none does.
std::size_t sequence_length(unsigned char first) {
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return 2;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        return 3;
    }
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

/// Whether the bytes after the first complete one character: no overlong form, no surrogate, not
/// above U+10FFFF.
bool is_character(std::string_view sequence) {
    constexpr std::array<std::uint32_t, 5> first_bits{0, 0x7F, 0x1F, 0x0F, 0x07};
    constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sequence[i]); };
    std::uint32_t code = byte(0) & first_bits[sequence.size()];
    for (std::size_t i = 1; i < sequence.size(); ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) {
            return false;
        }
        code = (code << 6U) | (byte(i) & 0x3FU);
    }
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code >= least[sequence.size()] && code <= 0x10FFFF && !surrogate;
}

/// The name in `[name]`. Throws UsageError on anything else.
std::string section_name(std::string_view line, const Place& place) {
    const std::string_view name = core::trimmed(line.substr(1, line.size() - 2));
    if (line.back() != ']' || line.size() < 3 || name.empty()) {
        throw core::UsageError(
            fmt::format("{}: '{}' begins a section but does not end with ']'", place.text(), line));
    }
    return std::string(name);
}

Setting make_setting(std::string_view line, const std::string& section, const Place& place) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || equals == 0) {
        throw core::UsageError(
            fmt::format("{}: '{}' is neither a [section] nor name=value", place.text(), line));
    }
    const std::string_view name = core::trimmed(line.substr(0, equals));
    const std::string_view value = core::trimmed(line.substr(equals + 1));
    if (section.empty()) {
        throw core::UsageError(
            fmt::format("{}: '{}' stands before the first [section]", place.text(), line));
    }
    if (value.empty()) {
        throw core::UsageError(
            fmt::format("{}: {}.{} has no value; leave the line out to have the default",
                        place.text(), section, name));
    }
    return {section, std::string(name), std::string(value), place, {}};
}

void check_text(std::string_view line, const Place& place) {
    if (line.find('\0') != std::string_view::npos || !is_utf8(line)) {
        throw core::UsageError(
            fmt::format("{}: this is not UTF-8 text; save the job file as UTF-8", place.text()));
    }
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = sequence_length(static_cast<unsigned char>(text.front()));
        if (length == 0 || length > text.size() || !is_character(text.substr(0, length))) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

std::string_view without_comment(std::string_view line) {
    const std::string_view content = core::trimmed(line);
    if (content.starts_with('#') || content.starts_with(';')) {
        return {};
    }
    for (std::size_t i = 1; i < content.size(); ++i) {
        if (content[i] == '#' && (content[i - 1] == ' ' || content[i - 1] == '\t')) {
            return core::trimmed(content.substr(0, i));
        }
    }
    return content;
}

std::vector<Setting> read_ini(const JobText& job) {
    std::vector<Setting> settings;
    std::string section;
    Place place{job.path.string(), 0};
    std::string_view rest = job.text;
    if (rest.starts_with(byte_order_mark)) {
        rest.remove_prefix(byte_order_mark.size());
    }
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view raw_line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        ++place.line;
        check_text(raw_line, place);
        const std::string_view line = without_comment(raw_line);
        if (line.empty()) {
            continue;
        }
        if (line.front() == '[') {
            section = section_name(line, place);
            continue;
        }
        settings.push_back(make_setting(line, section, place));
        settings.back().folder = job.folder;
    }
    return settings;
}

}  // namespace mineprint::app
