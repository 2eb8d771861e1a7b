// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mineprint/pipeline/region.hpp"

namespace mineprint::pipeline {

// Fingerprints: SHA-256 of everything that determines a result. A result on disk is used again only
// if its fingerprint is the one that would be written now.

/// Of the composite of a window in an epoch: grid, window, options, and of each scene that takes
/// part its names, sizes, times, scaling and quality rule.
[[nodiscard]] std::string composite_fingerprint(const Region& region, std::size_t epoch,
                                                const geo::PixelWindow& window);

/// Of a tile's maps: its composite, the features, the forest and the output options.
[[nodiscard]] std::string map_fingerprint(const Region& region, std::size_t epoch,
                                          const geo::PixelWindow& window,
                                          const std::string& forest_hash);

/// Of a region's sample table: all epochs' composites and the reference (file content and options).
[[nodiscard]] std::string sample_fingerprint(const Region& region);

}  // namespace mineprint::pipeline
