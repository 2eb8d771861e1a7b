// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

namespace mineprint::pipeline {

/// Version of this program.
[[nodiscard]] std::string program_version();
/// Versions of the libraries that can influence a number, by name.
[[nodiscard]] std::map<std::string, std::string> library_versions();

}  // namespace mineprint::pipeline
