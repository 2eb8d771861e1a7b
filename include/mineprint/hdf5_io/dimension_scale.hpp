// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/hdf5_io/file.hpp"

namespace mineprint::hdf5_io {

/// Makes a list (numbers or texts) the coordinate of a dimension, which gets the dataset's own
/// name: h5py, netCDF-4 and xarray then show the names along the axes of what it is attached to.
void make_scale(File& file, const std::string& dataset);

/// Gives each axis of a dataset its coordinate, in the order of the axes: paths of scales of the
/// axes' lengths.
void attach_scales(File& file, const std::string& dataset, const std::vector<std::string>& scales);

/// Path of the coordinate of each axis; empty where an axis has none.
[[nodiscard]] std::vector<std::string> attached_scales(const File& file,
                                                       const std::string& dataset);

}  // namespace mineprint::hdf5_io
