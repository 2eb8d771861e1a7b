// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/raster/raster.hpp"

namespace mineprint::archive {

/// A distance on the ground and the size of the pixels it is measured in.
struct Reach {
    double radius_m = 0;
    double pixel_width_m = 1;
    double pixel_height_m = 1;

    /// Rows, and columns, that the radius spans at most.
    [[nodiscard]] std::int64_t rows() const;
    [[nodiscard]] std::int64_t columns() const;
};

/// 1 for every pixel whose centre lies within the radius of the centre of a pixel that is set.
[[nodiscard]] raster::Mask dilated(const raster::Mask& mask, const Reach& reach);

}  // namespace mineprint::archive
