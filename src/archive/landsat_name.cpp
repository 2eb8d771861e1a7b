// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/landsat_name.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::archive {
namespace {

constexpr std::array<LandsatBand, 6> tm_bands{
    {{1, "blue"}, {2, "green"}, {3, "red"}, {4, "nir"}, {5, "swir1"}, {7, "swir2"}}};
constexpr std::array<LandsatBand, 7> oli_bands{{{1, "coastal"},
                                                {2, "blue"},
                                                {3, "green"},
                                                {4, "red"},
                                                {5, "nir"},
                                                {6, "swir1"},
                                                {7, "swir2"}}};

struct Platform {
    std::string_view code;
    Sensor sensor;
    int satellite;
};
// LT08 and LT09 would be the thermal sensor alone: no reflectance.
constexpr std::array<Platform, 7> platforms{{{"LT04", Sensor::tm, 4},
                                             {"LT05", Sensor::tm, 5},
                                             {"LE07", Sensor::etm, 7},
                                             {"LC08", Sensor::oli, 8},
                                             {"LC09", Sensor::oli, 9},
                                             {"LO08", Sensor::oli, 8},
                                             {"LO09", Sensor::oli, 9}}};

[[noreturn]] void refuse(std::string_view id, const std::string& reason) {
    throw core::DataError(fmt::format(
        "'{}' is not the name of a Landsat Collection-2 Level-2 product: {}", id, reason));
}

/// A number of exactly three digits; -1 for anything else.
int three_digits(std::string_view text) {
    const bool digits = text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) {
                            return c >= '0' && c <= '9';
                        });
    int number = -1;
    if (digits) {
        std::from_chars(text.data(), text.data() + text.size(), number);
    }
    return number;
}

core::Date compact_date(std::string_view id, const std::string& text) {
    if (text.size() != 8) {
        refuse(id, fmt::format("'{}' is not a date of the form YYYYMMDD", text));
    }
    try {
        return core::Date::parse(text);
    } catch (const core::DataError&) {
        refuse(id, fmt::format("'{}' is not a date of the form YYYYMMDD", text));
    }
}

void read_platform(LandsatName& name, const std::string& code) {
    const auto* platform = std::find_if(platforms.begin(), platforms.end(),
                                        [&](const Platform& p) { return p.code == code; });
    if (platform == platforms.end()) {
        refuse(name.id,
               fmt::format("'{}' is none of LT04, LT05, LE07, LC08, LC09, LO08, LO09", code));
    }
    name.sensor = platform->sensor;
    name.satellite = platform->satellite;
}

void read_path_row(LandsatName& name, const std::string& code) {
    const bool six = code.size() == 6;
    name.wrs_path = six ? three_digits(std::string_view(code).substr(0, 3)) : -1;
    name.wrs_row = six ? three_digits(std::string_view(code).substr(3)) : -1;
    if (name.wrs_path < 1 || name.wrs_path > 233 || name.wrs_row < 1 || name.wrs_row > 248) {
        refuse(name.id, fmt::format("'{}' is not a path (001 to 233) and row (001 to 248)", code));
    }
}

}  // namespace

LandsatName LandsatName::parse(std::string_view id) {
    LandsatName name;
    name.id = id;
    const std::vector<std::string> parts = core::split_text(id, '_');
    if (parts.size() != 7) {
        refuse(id, fmt::format("it has {} parts between underscores, not 7", parts.size()));
    }
    read_platform(name, parts[0]);
    name.level = parts[1];
    if (name.level != "L2SP" && name.level != "L2SR") {
        refuse(id, fmt::format("its level '{}' is neither L2SP nor L2SR", name.level));
    }
    read_path_row(name, parts[2]);
    name.acquired = compact_date(id, parts[3]);
    name.processed = compact_date(id, parts[4]);
    if (name.processed < name.acquired) {
        refuse(id, "it was processed before it was acquired");
    }
    if (parts[5] != "02") {
        refuse(id, fmt::format("its collection is '{}', not 02", parts[5]));
    }
    name.tier = parts[6];
    if (name.tier != "T1" && name.tier != "T2" && name.tier != "RT") {
        refuse(id, fmt::format("its tier '{}' is none of T1, T2, RT", name.tier));
    }
    return name;
}

std::span<const LandsatBand> landsat_bands(Sensor sensor) {
    switch (sensor) {
        case Sensor::tm:
        case Sensor::etm:
            return tm_bands;
        case Sensor::oli:
            return oli_bands;
        case Sensor::msi:
        case Sensor::image:
            break;
    }
    return {};
}

}  // namespace mineprint::archive
