// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mineprint/geo/pixel_spacing.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::features {

/// A feature of the terrain: its name, what it is and where it comes from.
struct TerrainInfo {
    std::string name;
    std::string definition;
    std::string reference;
};

/// All there are: `elevation` (m), `slope` (degrees), `northness` and `eastness` (cosine and sine
/// of the direction of steepest descent, clockwise from the grid's north; 0 on level ground), `tpi`
/// (elevation above the mean of the neighbours within a radius, m), `roughness` (largest difference
/// within 3 × 3 pixels, m).
[[nodiscard]] const std::vector<TerrainInfo>& known_terrain();

/// The definition of a feature with the radius it was made with. Throws UsageError for an unknown
/// name, naming the nearest.
[[nodiscard]] std::string terrain_definition(const std::string& name, int tpi_radius);

/// Pixels that a window of elevations must reach beyond the result on each side.
[[nodiscard]] std::int64_t terrain_halo(std::span<const std::string> names, int tpi_radius);

/// Elevations in metres around a window, and the size of the window's own pixels on the ground.
struct Elevations {
    const raster::Raster<float>* height_m = nullptr;  ///< with the halo; NaN where not known
    std::int64_t halo = 0;
    const geo::GroundSize* size = nullptr;
};

/// The features of the terrain named, one raster each; NaN where one of the elevations needed is
/// not known. Slope and direction by the weights of Horn 1981 (Proc. IEEE 69:14-47). A pixel's
/// value depends on what lies within the halo alone, so that windows have no seams. Throws RunError
/// when the halo is too small.
[[nodiscard]] raster::BandStack terrain(const Elevations& elevations,
                                        std::span<const std::string> names, int tpi_radius);

}  // namespace mineprint::features
