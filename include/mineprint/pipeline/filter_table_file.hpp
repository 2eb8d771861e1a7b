// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mineprint/hdf5_io/file.hpp"
#include "mineprint/pipeline/filter_tables.hpp"
#include "mineprint/pipeline/result_layer_file.hpp"

namespace mineprint::pipeline {

/// Writes and reads the group `filter` of a region in results.h5.
void write_filter(hdf5_io::File& file, const std::string& group, const FilterTables& tables,
                  const LayerAxes& axes);
[[nodiscard]] FilterTables read_filter(const hdf5_io::File& file, const std::string& group,
                                       const LayerAxes& axes);

}  // namespace mineprint::pipeline
