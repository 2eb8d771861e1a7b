// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mineprint::core {

/// The name of the computer this process runs on.
[[nodiscard]] std::string host_name();

}  // namespace mineprint::core
