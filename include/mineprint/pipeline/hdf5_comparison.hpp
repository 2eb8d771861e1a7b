// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mineprint::pipeline {

/// Says where two HDF5 files differ, dataset by dataset and attribute by attribute, but for the
/// group
/// `/run`: one sentence for each, with the first place and the two values there. Numbers are equal
/// when their bits are. Throws DataError when one of them cannot be read.
[[nodiscard]] std::vector<std::string> hdf5_differences(const std::filesystem::path& a,
                                                        const std::filesystem::path& b);

}  // namespace mineprint::pipeline
