// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "mineprint/hdf5_io/file.hpp"

namespace mineprint::report {

/// The pairs of zones that results.h5 has in `group` (`/regions/<name>/borders`), as the page reads
/// them: an empty list where the job compares none. Numbers that are not known are null.
[[nodiscard]] nlohmann::json borders_of(const hdf5_io::File& file, const std::string& group);

}  // namespace mineprint::report
