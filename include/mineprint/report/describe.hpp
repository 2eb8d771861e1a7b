// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace mineprint::report {

/// What a file or an output folder is and what it holds, in lines for people. Throws DataError
/// where it is not there, or nothing that mineprint reads or writes.
[[nodiscard]] std::string description_of(const std::filesystem::path& path);

}  // namespace mineprint::report
