// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mineprint::core {

/// The known name that takes the fewest single-letter edits (Levenshtein 1966); the first one of
/// several; empty when `known` is empty.
[[nodiscard]] std::string nearest_name(std::string_view name, std::span<const std::string> known);

/// Parts of `text` between separators, without surrounding blanks; an empty text has no parts.
[[nodiscard]] std::vector<std::string> split_text(std::string_view text, char separator);

/// `text` without blanks at its ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace mineprint::core
