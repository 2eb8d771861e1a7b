// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mineprint::report {

/// Base64 as RFC 4648 says, padded.
[[nodiscard]] std::string base64(std::string_view bytes);

/// `data:<type>;base64,…`: a file inside a page.
[[nodiscard]] std::string data_uri(std::string_view type, std::string_view bytes);

}  // namespace mineprint::report
