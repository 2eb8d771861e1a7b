// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/product_names.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <regex>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::archive {
namespace {

using Match = std::match_results<std::string_view::const_iterator>;

bool matches(std::string_view text, Match& match, const std::regex& pattern) {
    return std::regex_match(text.begin(), text.end(), match, pattern);
}

std::optional<core::Date> date_of(const std::string& text) {
    try {
        return core::Date::parse(text);
    } catch (const core::DataError&) {
        return std::nullopt;
    }
}

/// A year and a day of it, from 1.
std::optional<core::Date> ordinal_date(int year, int day) {
    const std::chrono::sys_days first =
        std::chrono::year(year) / std::chrono::January / std::chrono::day(1);
    const core::Date date(first + std::chrono::days(day - 1));
    return day >= 1 && date.year() == year ? std::optional(date) : std::nullopt;
}

int number_in(const Match& match, std::size_t group) {
    const std::string text = match[group].str();
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

}  // namespace

bool is_sentinel2_metadata(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    return name == sentinel2_metadata_name || name == "MTD_MSIL1C.xml";
}

std::optional<Source> source_by_name(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    if (is_sentinel2_metadata(file)) {
        return Source::sentinel2;
    }
    if (name.ends_with(".zip") && Sentinel2Name::parse(name)) {
        return Source::sentinel2;
    }
    if (name.ends_with(".Fmask.tif") && name.starts_with("HLS.")) {
        return Source::hls;
    }
    if (ForceName::parse(name)) {
        return Source::force;
    }
    if (name.ends_with(".json")) {
        return Source::stac;
    }
    return std::nullopt;
}

std::optional<Sentinel2Name> Sentinel2Name::parse(std::string_view text) {
    static const std::regex pattern(
        "((S2([A-D]))_MSI(L[0-9][A-Z]{1,2})_(([0-9]{8})T[0-9]{6})_N([0-9]{2})([0-9]{2})_R[0-9]{3}"
        "_(T[0-9]{2}[A-Z]{3})_([0-9]{8}T[0-9]{6}))(\\.SAFE)?(\\.zip)?/?");
    Match match;
    if (!matches(text, match, pattern)) {
        return std::nullopt;
    }
    const auto acquired = date_of(match[6].str());
    if (!acquired) {
        return std::nullopt;
    }
    Sentinel2Name name;
    name.id = match[1].str();
    name.platform =
        fmt::format("sentinel-2{}",
                    static_cast<char>(std::tolower(static_cast<unsigned char>(match[3].str()[0]))));
    name.level = match[4].str();
    name.acquired = *acquired;
    name.acquired_time = match[5].str();
    name.baseline = fmt::format("{}.{}", match[7].str(), match[8].str());
    name.tile = match[9].str();
    name.processed = match[10].str();
    return name;
}

std::optional<HlsName> HlsName::parse(std::string_view file_name) {
    static const std::regex pattern(
        "(HLS\\.(L30|S30)\\.(T[0-9]{2}[A-Z]{3})\\.(([0-9]{4})([0-9]{3})T[0-9]{6})"
        "\\.(v[0-9]+\\.[0-9]+))\\.[A-Za-z0-9]+\\.tif");
    Match match;
    if (!matches(file_name, match, pattern)) {
        return std::nullopt;
    }
    const auto acquired = ordinal_date(number_in(match, 5), number_in(match, 6));
    if (!acquired) {
        return std::nullopt;
    }
    return HlsName{match[1].str(), match[2].str() == "S30", match[3].str(), match[4].str(),
                   *acquired,      match[7].str()};
}

std::optional<ForceName> ForceName::parse(std::string_view file_name) {
    static const std::regex pattern("(([0-9]{8})_LEVEL2_([A-Z0-9]{5}))_BOA\\.tif");
    Match match;
    if (!matches(file_name, match, pattern)) {
        return std::nullopt;
    }
    const auto acquired = date_of(match[2].str());
    if (!acquired) {
        return std::nullopt;
    }
    return ForceName{match[1].str(), match[3].str(), *acquired};
}

int baseline_number(const std::string& baseline, const std::string& what) {
    static const std::regex dotted("N?([0-9]{1,2})\\.([0-9]{2})");
    static const std::regex packed("N?([0-9]{2})([0-9]{2})");
    Match match;
    if (!matches(baseline, match, dotted) && !matches(baseline, match, packed)) {
        throw core::DataError(
            fmt::format("{}: '{}' is not a processing baseline such as 04.00", what, baseline));
    }
    return number_in(match, 1) * 100 + number_in(match, 2);
}

}  // namespace mineprint::archive
