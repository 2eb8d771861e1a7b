// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/geo/grid.hpp"
#include "mineprint/sampling/options.hpp"
#include "mineprint/sampling/reference.hpp"

namespace mineprint::sampling {

/// The unit of the split that each pixel belongs to; equal numbers are one unit, at all epochs.
/// By sample: the pixel's place. By polygon: the lowest number of the features (points, polygons)
/// that label the same places at different epochs, joined in chains. By block: the square of
/// `block_size_m` that holds the pixel's centre, counted from the origin of the CRS; on a
/// geographic grid a degree is as long as it is at the latitude of the grid's centre.
[[nodiscard]] std::vector<std::uint64_t> split_units(std::span<const LabelledPixel> pixels,
                                                     const geo::Grid& grid,
                                                     const ReferenceOptions& options);

}  // namespace mineprint::sampling
