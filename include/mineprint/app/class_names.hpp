// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mineprint::app {

/// A class name as job files can hold it. Throws BadValue where it has a ':' or ',', or is `none`
/// or `unobserved`, which have a meaning of their own.
[[nodiscard]] std::string parse_class_name(const std::string& text);

}  // namespace mineprint::app
