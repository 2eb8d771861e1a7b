// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mineprint::app {

/// The words of `text` in lines of at most `width` characters, each line beginning with `indent`
/// and ending with a newline. A word longer than a line has a line of its own.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width,
                                  std::string_view indent);

}  // namespace mineprint::app
