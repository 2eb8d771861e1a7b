// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "mineprint/hdf5_io/file.hpp"
#include "mineprint/pipeline/accuracy_estimates.hpp"
#include "mineprint/pipeline/adjusted_tables.hpp"
#include "mineprint/pipeline/change_tables.hpp"
#include "mineprint/pipeline/result_layer_file.hpp"

namespace mineprint::pipeline {

// Statistics in `results.h5`, in groups that have their axes already. An estimate `x_km2` has its
// standard error in `x_se_km2` and the half width of its 95 % interval in `x_ci95_km2`; a figure
// with an interval that is not symmetric has `x_low_…` and `x_high_…`.

void write_change_tables(hdf5_io::File& file, const std::string& group, const ChangeTables& tables);
/// `tables` must have its shapes.
void read_change_tables(const hdf5_io::File& file, const std::string& group, ChangeTables& tables);

void write_adjusted_tables(hdf5_io::File& file, const std::string& group,
                           const AdjustedTables& tables);
/// `tables` must have its shapes.
void read_adjusted_tables(const hdf5_io::File& file, const std::string& group,
                          AdjustedTables& tables);

void write_accuracy_estimates(hdf5_io::File& file, const std::string& group,
                              const AccuracyEstimates& estimates);
/// Nothing where the group has none.
[[nodiscard]] std::optional<AccuracyEstimates> read_accuracy_estimates(const hdf5_io::File& file,
                                                                       const std::string& group,
                                                                       const LayerAxes& axes);

}  // namespace mineprint::pipeline
