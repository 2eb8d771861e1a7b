// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "measure.hpp"

namespace mineprint::benchmarks {

/// Maps to write: those that a classification made.
struct FloorMaps {
    std::filesystem::path label;        ///< bytes
    std::filesystem::path probability;  ///< 16-bit numbers
};

/// What GDAL alone takes, by its plainest means: every block of every band read once, and two maps
/// written as tiled, deflated GeoTIFF.
struct Floor {
    Cost read;
    Cost write;           ///< the two maps as they are
    Cost write_in_bytes;  ///< the probability as one byte
};

/// Reads with `num_threads` handles on alternate rows of blocks; writes one map a thread. Throws
/// RunError when GDAL fails. What it writes goes to `folder`.
[[nodiscard]] Floor gdal_floor(const std::filesystem::path& scene, const FloorMaps& maps,
                               const std::filesystem::path& folder, int num_threads);

}  // namespace mineprint::benchmarks
