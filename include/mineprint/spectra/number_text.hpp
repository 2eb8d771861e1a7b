// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mineprint::spectra {

/// A number as text files hold it, independent of any locale; a `+` in front is allowed. Empty when
/// the text is anything else.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// The lines of a text without their ends (`\n` or `\r\n`).
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);

/// The words of a line between blanks and tabs.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view line);

/// The fields of a line of a CSV file, without quotes (RFC 4180).
[[nodiscard]] std::vector<std::string> csv_fields(std::string_view line);

}  // namespace mineprint::spectra
