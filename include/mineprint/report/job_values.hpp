// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mineprint::report {

/// The values of an option in the text of a job as used (`results.h5` keeps it), in its order;
/// none where it is not set. The text may come from another version of the program, so nothing but
/// sections and `key=value` lines is taken for granted.
[[nodiscard]] std::vector<std::string> job_values(std::string_view job_text,
                                                  std::string_view section, std::string_view key);
/// The first of them, or `otherwise`.
[[nodiscard]] std::string job_value(std::string_view job_text, std::string_view section,
                                    std::string_view key, std::string_view otherwise);
[[nodiscard]] bool has_section(std::string_view job_text, std::string_view section);

}  // namespace mineprint::report
