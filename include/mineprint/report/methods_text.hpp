// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "mineprint/report/result_json.hpp"

namespace mineprint::report {

/// How the numbers of a job came about, as the options of the job say: `[{what, how, papers: […]}]`
/// in the order of the work, with the papers a reader would cite.
[[nodiscard]] Json methods_of(std::string_view job_text);

}  // namespace mineprint::report
