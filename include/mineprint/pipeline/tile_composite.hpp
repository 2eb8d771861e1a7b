// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "mineprint/composite/composite.hpp"
#include "mineprint/pipeline/region.hpp"

namespace mineprint::pipeline {

/// A window's composite and metrics, and what became of its scenes.
struct TileComposite {
    composite::Composite composite;
    raster::BandStack metrics;  ///< as the job's features have them
    std::vector<archive::Quarantined>
        quarantined;                           ///< scenes left out because they could not be read
    std::int64_t num_scenes = 0;               ///< that took part
    std::optional<double> baseline_step = {};  ///< see archive::BaselineStep
    std::int64_t num_outside = 0;  ///< clear values of theirs below 0 or above 1, over all bands
    double reading_seconds = 0;    ///< of all the time it took
};

/// Bytes that one thread may hold of observations at a time; it sets the size of the parts a window
/// is worked off in, and nothing of the result.
inline constexpr std::int64_t part_bytes = std::int64_t{160} << 20;

/// Reads all scenes of an epoch on a window and composites them part by part. A scene that cannot
/// be read in any part is left out of the whole window and quarantined, in the name of `tile`.
[[nodiscard]] TileComposite composite_window(const Region& region, std::size_t epoch,
                                             const geo::PixelWindow& window,
                                             const std::string& tile);

/// Pixels of a part for so many scenes and rasters of each (its bands, and the distance from clouds
/// where that is wanted): at least one.
[[nodiscard]] std::int64_t part_pixels(std::size_t num_scenes, std::size_t num_rasters);

/// What a best-available-pixel composite thinks of a scene's sensor, 0 … 1: what the job says, else
/// 1, and 0.5 for ETM+ since its scan line corrector failed on 31 May 2003.
[[nodiscard]] double sensor_score(const RegionJob& job, const archive::Scene& scene);

/// The job's options for an epoch: where no best day of the year is set, that of the middle day.
[[nodiscard]] composite::CompositeOptions composite_options(const RegionJob& job,
                                                            std::size_t epoch);

}  // namespace mineprint::pipeline
