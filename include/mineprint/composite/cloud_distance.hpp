// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/geo/pixel_spacing.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::composite {

/// Pixels on each side of a window that belong to its neighbours.
struct Halo {
    std::int64_t columns = 0;
    std::int64_t rows = 0;
};

/// Metres from the centre of each pixel to the centre of the nearest pixel that is set, at most
/// `most_m`, in single precision. `mask` covers the result and a halo around it that reaches
/// `most_m`; `size` is that of the result's pixels on the ground, and holds all around a pixel. The
/// value of a pixel depends on nothing farther away than `most_m`, so that windows have no seams.
[[nodiscard]] raster::Raster<float> distance_to_set(const raster::Mask& mask, const Halo& halo,
                                                    const geo::GroundSize& size, double most_m);

}  // namespace mineprint::composite
