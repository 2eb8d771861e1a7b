// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace mineprint::core {

/// The version in CMakeLists.txt; a test compares the two.
inline constexpr std::string_view version = "0.1.0";

}  // namespace mineprint::core
