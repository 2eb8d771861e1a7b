// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "mineprint/gdal_io/vector_reader.hpp"
#include "mineprint/geo/grid.hpp"

namespace mineprint::sampling {

/// A pixel of the region's grid.
struct PixelPlace {
    std::int64_t row = 0;
    std::int64_t column = 0;
    auto operator<=>(const PixelPlace&) const = default;
};

enum class FootprintKind {
    normal,
    centroid,  ///< a polygon too small to hold a pixel's centre: the pixel that holds its centroid
    none,      ///< no pixel: no centre, and the centroid of its largest ring lies outside of it
    outside,   ///< all of it lies outside the grid
};

/// The pixels of the grid that one reference feature labels.
struct Footprint {
    FootprintKind kind = FootprintKind::normal;
    std::vector<PixelPlace> pixels;
};

/// A point labels the pixel that holds it (left and upper edges belong to a pixel), a polygon the
/// pixels whose centres lie inside.
[[nodiscard]] Footprint footprint_of(const gdal_io::VectorFeature& feature, const geo::Grid& grid);

}  // namespace mineprint::sampling
