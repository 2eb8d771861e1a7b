// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mineprint::core {

/// Columns that a UTF-8 text takes on a terminal, as the C library has it: Chinese characters take
/// two, marks above and below letters and control characters none. What is no UTF-8 counts one a
/// byte.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The longest beginning of `text` that takes at most so many columns.
[[nodiscard]] std::string cut_to_width(std::string_view text, std::size_t most);

}  // namespace mineprint::core
