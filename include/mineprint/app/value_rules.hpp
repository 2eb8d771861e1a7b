// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "mineprint/app/option.hpp"
#include "mineprint/app/value_text.hpp"
#include "mineprint/core/checked_cast.hpp"

namespace mineprint::app {

// Rules for the option table. `Access` is a generic lambda from a draft to the member the option
// fills: `[](auto& draft) -> auto& { return draft.region.forest.trees; }`.

template <class Access>
using Member = std::remove_reference_t<std::invoke_result_t<Access, Draft&>>;

inline constexpr std::int64_t any_integer = std::numeric_limits<std::int32_t>::max();

/// `a whole number, 1 … 9`, or `a whole number ≥ 1` where `most` is `any_integer`.
[[nodiscard]] std::string integers_in_words(std::int64_t least, std::int64_t most);

template <class Access>
[[nodiscard]] ValueRule integer_rule(std::int64_t least, std::int64_t most, Access access) {
    return {"INTEGER", integers_in_words(least, most),
            [=](Draft& draft, const Setting& setting) {
                access(draft) =
                    core::checked_cast<Member<Access>>(parse_integer(setting.value, least, most));
            },
            [=](const Draft& draft) {
                return std::vector<std::string>{fmt::to_string(access(draft))};
            }};
}

template <class Access>
[[nodiscard]] ValueRule seed_rule(Access access) {
    return {
        "INTEGER", "a whole number, 0 … 2^64 - 1",
        [=](Draft& draft, const Setting& setting) { access(draft) = parse_seed(setting.value); },
        [=](const Draft& draft) {
            return std::vector<std::string>{fmt::to_string(access(draft))};
        }};
}

template <class Access>
[[nodiscard]] ValueRule real_rule(Interval interval, Access access) {
    return {"NUMBER", interval.text(),
            [=](Draft& draft, const Setting& setting) {
                access(draft) = parse_real(setting.value, interval);
            },
            [=](const Draft& draft) { return std::vector<std::string>{show_real(access(draft))}; }};
}

/// A std::optional<double>; unset where it has no value.
template <class Access>
[[nodiscard]] ValueRule optional_real_rule(Interval interval, Access access) {
    return {"NUMBER", interval.text(),
            [=](Draft& draft, const Setting& setting) {
                access(draft) = parse_real(setting.value, interval);
            },
            [=](const Draft& draft) {
                const std::optional<double>& value = access(draft);
                return value ? std::vector{show_real(*value)} : std::vector<std::string>{};
            }};
}

/// A std::optional<geo::Extent>.
template <class Access>
[[nodiscard]] ValueRule optional_extent_rule(Access access) {
    return {
        "XMIN,YMIN,XMAX,YMAX", "four numbers, xmin < xmax and ymin < ymax",
        [=](Draft& draft, const Setting& setting) { access(draft) = parse_extent(setting.value); },
        [=](const Draft& draft) {
            const std::optional<geo::Extent>& value = access(draft);
            return value ? std::vector{show_extent(*value)} : std::vector<std::string>{};
        }};
}

template <class Access>
[[nodiscard]] ValueRule flag_rule(Access access) {
    return {
        "YES|NO", "yes or no",
        [=](Draft& draft, const Setting& setting) { access(draft) = parse_flag(setting.value); },
        [=](const Draft& draft) { return std::vector<std::string>{show_flag(access(draft))}; }};
}

/// An option of the command line that takes no value.
template <class Access>
[[nodiscard]] ValueRule switch_rule(Access access) {
    return {"", "no value", [=](Draft& draft, const Setting&) { access(draft) = true; },
            [=](const Draft& draft) {
                return access(draft) ? std::vector<std::string>{"yes"} : std::vector<std::string>{};
            }};
}

/// Any text; unset where it is empty.
template <class Access>
[[nodiscard]] ValueRule text_rule(std::string form, std::string allowed, Access access) {
    return {std::move(form), std::move(allowed),
            [=](Draft& draft, const Setting& setting) { access(draft) = setting.value; },
            [=](const Draft& draft) {
                const std::string& value = access(draft);
                return value.empty() ? std::vector<std::string>{} : std::vector{value};
            }};
}

/// A path; unset where it is empty.
template <class Access>
[[nodiscard]] ValueRule path_rule(std::string form, Access access) {
    return {std::move(form), "a path",
            [=](Draft& draft, const Setting& setting) {
                access(draft) = resolve_path(setting.folder, setting.value);
            },
            [=](const Draft& draft) {
                const std::filesystem::path& value = access(draft);
                return value.empty() ? std::vector<std::string>{} : std::vector{value.string()};
            }};
}

/// One of a fixed set of names, kept as text.
template <class Access>
[[nodiscard]] ValueRule choice_rule(std::vector<std::string> known, Access access) {
    return {fmt::format("{}", fmt::join(known, "|")),
            fmt::format("one of {}", fmt::join(known, ", ")),
            [=](Draft& draft, const Setting& setting) {
                access(draft) = parse_choice(setting.value, known);
            },
            [=](const Draft& draft) { return std::vector<std::string>{access(draft)}; }, true};
}

/// One of a fixed set of names, each standing for a value of an enumeration.
template <class Enum, class Access>
[[nodiscard]] ValueRule enum_rule(std::vector<std::pair<std::string, Enum>> values, Access access) {
    std::vector<std::string> known;
    for (const auto& [name, value] : values) {
        known.push_back(name);
    }
    return {fmt::format("{}", fmt::join(known, "|")),
            fmt::format("one of {}", fmt::join(known, ", ")),
            [=](Draft& draft, const Setting& setting) {
                const std::string chosen = parse_choice(setting.value, known);
                for (const auto& [name, value] : values) {
                    if (name == chosen) {
                        access(draft) = value;
                    }
                }
            },
            [=](const Draft& draft) {
                for (const auto& [name, value] : values) {
                    if (value == access(draft)) {
                        return std::vector{name};
                    }
                }
                return std::vector<std::string>{};
            },
            true};
}

}  // namespace mineprint::app
