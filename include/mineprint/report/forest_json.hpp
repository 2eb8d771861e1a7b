// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "mineprint/hdf5_io/file.hpp"

namespace mineprint::report {

/// What training said of the forests that results.h5 has in `group` (`/regions/<name>/forests`), as
/// the page reads it: an empty list where nothing is known. Numbers that are not known are null.
[[nodiscard]] nlohmann::json forests_of(const hdf5_io::File& file, const std::string& group);

}  // namespace mineprint::report
