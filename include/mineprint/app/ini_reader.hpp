// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "mineprint/app/job_text.hpp"
#include "mineprint/app/setting.hpp"

namespace mineprint::app {

/// The settings of an INI text in their order: `[section]` lines and `name=value` lines. A `#` at
/// the beginning of a line or after a blank begins a comment, a `;` at the beginning too. Throws
/// UsageError naming file and line: not UTF-8, neither section nor setting, no section yet, no
/// value.
[[nodiscard]] std::vector<Setting> read_ini(const JobText& job);

/// The part of a line before its comment, without blanks at its ends.
[[nodiscard]] std::string_view without_comment(std::string_view line);

[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace mineprint::app
