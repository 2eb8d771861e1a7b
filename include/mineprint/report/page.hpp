// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "mineprint/report/result_json.hpp"

namespace mineprint::report {

/// `text` as text of an HTML element or attribute.
[[nodiscard]] std::string html_escaped(std::string_view text);

/// JSON that may stand in a script element, whatever its texts hold. Bytes that are no UTF-8 become
/// replacement characters.
[[nodiscard]] std::string script_safe(const Json& data);

/// The whole page: styles, scripts and data in one file that asks the network for nothing.
[[nodiscard]] std::string page(const std::string& title, const Json& data);

}  // namespace mineprint::report
