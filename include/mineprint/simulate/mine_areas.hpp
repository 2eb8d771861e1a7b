// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "mineprint/mpi/communicator.hpp"
#include "mineprint/simulate/landscape.hpp"

namespace mineprint::simulate {

/// Areas are summed as whole square centimetres, so that the sum does not depend on its order.
inline constexpr double cm2_per_m2 = 1e4;
inline constexpr double cm2_per_km2 = 1e10;

/// Side of the tiles in which the region is gone through, in pixels.
inline constexpr std::int64_t pass_tile_size = 256;

/// The level of each pixel at which mines cover most of it.
[[nodiscard]] raster::Raster<MineLevel> majority_level_of(const Landscape& landscape,
                                                          const geo::PixelWindow& window);

/// Collective over `comm`. Per epoch the landscape's state, with the thresholds at which the pixels
/// that are mostly mine have the wanted area, as near as whole pixels come. Throws UsageError
/// naming zone and epoch when the zone has no room for the area.
[[nodiscard]] std::vector<EpochState> find_epoch_states(const mpi::Communicator& comm,
                                                        const SimulateOptions& options,
                                                        const Landscape& landscape,
                                                        int num_threads);

/// The wanted area in km² of a zone at an epoch; 0 where none is given.
[[nodiscard]] double wanted_km2(const SimulateOptions& options, const std::string& zone,
                                const std::string& epoch);

}  // namespace mineprint::simulate
