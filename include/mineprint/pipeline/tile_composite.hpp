// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mineprint/composite/composite.hpp"
#include "mineprint/pipeline/region.hpp"

namespace mineprint::pipeline {

/// A window's composite and what became of its scenes.
struct TileComposite {
    composite::Composite composite;
    std::vector<archive::Quarantined>
        quarantined;              ///< scenes left out because they could not be read
    std::int64_t num_scenes = 0;  ///< that took part
};

/// Bytes that one thread may hold of observations at a time; it sets the height of the strips a
/// window is worked off in, and nothing of the result.
inline constexpr std::int64_t strip_bytes = std::int64_t{160} << 20;

/// Reads all scenes of an epoch on a window and composites them strip by strip. A scene that cannot
/// be read in any strip is left out of the whole window and quarantined, in the name of `tile`.
[[nodiscard]] TileComposite composite_window(const Region& region, std::size_t epoch,
                                             const geo::PixelWindow& window,
                                             const std::string& tile);

/// Rows of a strip for so many scenes and bands, at least 16.
[[nodiscard]] std::int64_t strip_height(std::int64_t width, std::size_t num_scenes,
                                        std::size_t num_bands);

}  // namespace mineprint::pipeline
