// SPDX-License-Identifier: Apache-2.0
#include "mineprint/spectra/envi_library.hpp"

#include <algorithm>
#include <bit>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <cstring>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"
#include "mineprint/spectra/number_text.hpp"

namespace mineprint::spectra {
namespace {

using Header = std::map<std::string, std::string>;

struct Layout {
    std::size_t samples = 0;
    std::size_t lines = 0;
    std::size_t offset = 0;
    int type = 0;
    std::size_t value_bytes = 0;
    bool swap = false;
    double scale = 1;
};

const std::string& item(const Header& header, const std::string& name, const TextFile& file) {
    const auto found = header.find(name);
    if (found == header.end()) {
        throw core::DataError(fmt::format("{}: has no item '{}'", file.path, name));
    }
    return found->second;
}

double number_item(const Header& header, const std::string& name, const TextFile& file) {
    const auto value = parse_number(item(header, name, file));
    if (!value || !(*value >= 0)) {
        throw core::DataError(fmt::format("{}: its item '{}' is '{}', not a number", file.path,
                                          name, item(header, name, file)));
    }
    return *value;
}

/// Small enough that products of two and a size of a value stay whole numbers of 64 bits.
std::size_t whole_item(const Header& header, const std::string& name, const TextFile& file) {
    constexpr double most = 1e9;
    const double value = number_item(header, name, file);
    if (value > most || value != std::floor(value)) {
        throw core::DataError(
            fmt::format("{}: its item '{}' is '{}', not a whole number up to {:.0f}", file.path,
                        name, item(header, name, file), most));
    }
    return static_cast<std::size_t>(value);
}

std::size_t bytes_of_type(int type, const TextFile& file) {
    const std::map<int, std::size_t> bytes{{1, 1}, {2, 2},  {3, 4}, {4, 4},
                                           {5, 8}, {12, 2}, {13, 4}};
    const auto found = bytes.find(type);
    if (found == bytes.end()) {
        throw core::DataError(
            fmt::format("{}: data type {} is none of 1, 2, 3, 4, 5, 12, 13", file.path, type));
    }
    return found->second;
}

Layout layout_of(const Header& header, const TextFile& file) {
    Layout layout;
    layout.samples = whole_item(header, "samples", file);
    layout.lines = whole_item(header, "lines", file);
    layout.type = static_cast<int>(whole_item(header, "data type", file));
    layout.value_bytes = bytes_of_type(layout.type, file);
    if (header.count("header offset") != 0) {
        layout.offset = whole_item(header, "header offset", file);
    }
    const bool big_endian =
        header.count("byte order") != 0 && number_item(header, "byte order", file) == 1;
    layout.swap = big_endian != (std::endian::native == std::endian::big);
    if (header.count("reflectance scale factor") != 0) {
        layout.scale = number_item(header, "reflectance scale factor", file);
    }
    return layout;
}

template <class T>
double value_at(const char* bytes, bool swap) {
    char copy[sizeof(T)];
    std::memcpy(copy, bytes, sizeof(T));
    if (swap) {
        std::reverse(copy, copy + sizeof(T));
    }
    T value;
    std::memcpy(&value, copy, sizeof(T));
    return static_cast<double>(value);
}

double read_value(const Layout& layout, const char* bytes) {
    switch (layout.type) {
        case 1:
            return value_at<std::uint8_t>(bytes, layout.swap);
        case 2:
            return value_at<std::int16_t>(bytes, layout.swap);
        case 3:
            return value_at<std::int32_t>(bytes, layout.swap);
        case 4:
            return value_at<float>(bytes, layout.swap);
        case 5:
            return value_at<double>(bytes, layout.swap);
        case 12:
            return value_at<std::uint16_t>(bytes, layout.swap);
        default:
            return value_at<std::uint32_t>(bytes, layout.swap);
    }
}

std::string lower_case(std::string text) {
    for (char& letter : text) {
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    return text;
}

}  // namespace

std::map<std::string, std::string> parse_envi_header(const TextFile& header) {
    const auto lines = lines_of(header.bytes);
    if (lines.empty() || core::trimmed(lines.front()) != "ENVI") {
        throw core::DataError(
            fmt::format("{}: is no ENVI header: its first line is not ENVI", header.path));
    }
    Header items;
    std::string open;  // the name of the list that is being read
    for (std::size_t i = 1; i < lines.size(); ++i) {
        std::string_view value = lines[i];
        std::string name = open;
        if (open.empty()) {
            const std::size_t equals = value.find('=');
            if (equals == std::string_view::npos) {
                continue;
            }
            name = lower_case(std::string(core::trimmed(value.substr(0, equals))));
            value = core::trimmed(value.substr(equals + 1));
            if (value.starts_with('{')) {
                value.remove_prefix(1);
                open = name;
            }
        }
        const std::size_t closing = open.empty() ? std::string_view::npos : value.find('}');
        items[name] += std::string(core::trimmed(value.substr(0, closing)));
        items[name] += open.empty() || closing != std::string_view::npos ? "" : " ";
        open = closing == std::string_view::npos ? open : "";
    }
    if (!open.empty()) {
        throw core::DataError(
            fmt::format("{}: the list of '{}' has no closing brace", header.path, open));
    }
    for (auto& [name, value] : items) {
        value = std::string(core::trimmed(value));
    }
    return items;
}

std::vector<double> parse_numbers(std::string_view list, const std::string& where) {
    std::vector<double> numbers;
    for (const std::string& text : core::split_text(list, ',')) {
        const auto number = parse_number(text);
        if (!number) {
            throw core::DataError(fmt::format("{}: '{}' is not a number", where, text));
        }
        numbers.push_back(*number);
    }
    return numbers;
}

Library read_envi_library(const TextFile& header, const TextFile& values) {
    const Header items = parse_envi_header(header);
    const Layout layout = layout_of(items, header);
    const std::size_t needed = layout.offset + layout.samples * layout.lines * layout.value_bytes;
    if (values.bytes.size() < needed || !(layout.scale > 0)) {
        throw core::DataError(
            fmt::format("{}: has {} bytes; its header asks for {} ({} spectra of {} channels)",
                        values.path, values.bytes.size(), needed, layout.lines, layout.samples));
    }
    auto wavelengths =
        parse_numbers(item(items, "wavelength", header), header.path + ": item 'wavelength'");
    const auto unit = items.find("wavelength units");
    to_micrometres(wavelengths, unit == items.end() ? "" : unit->second, header.path);
    const auto named = items.find("spectra names");
    const auto names =
        named == items.end() ? std::vector<std::string>{} : core::split_text(named->second, ',');
    Library library;
    for (std::size_t line = 0; line < layout.lines; ++line) {
        Spectrum spectrum{line < names.size() ? names[line] : fmt::format("spectrum {}", line + 1),
                          values.path,
                          wavelengths,
                          {}};
        for (std::size_t sample = 0; sample < layout.samples; ++sample) {
            const std::size_t place =
                layout.offset + (line * layout.samples + sample) * layout.value_bytes;
            spectrum.reflectance.push_back(read_value(layout, values.bytes.data() + place) /
                                           layout.scale);
        }
        put_in_order(spectrum);
        library.push_back(std::move(spectrum));
    }
    return library;
}

}  // namespace mineprint::spectra
