// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "mineprint/archive/scene.hpp"
#include "mineprint/archive/scene_loader.hpp"

namespace mineprint::archive {

/// Looks for the mistake that the offset of Sentinel-2 baseline 04.00 invites: that it was taken
/// out twice, or not at all. Then the ground seems to jump by 0.1 between the scenes before and
/// since that baseline. Counts alone are kept, so the answer does not depend on the order of the
/// scenes.
class BaselineStep {
  public:
    /// A step above this is worth a warning: the ground itself rarely changes so much in all
    /// visible bands at once.
    static constexpr double worth_warning = 0.03;
    /// Clear pixels that each side must have.
    static constexpr std::int64_t fewest_pixels = 1000;

    /// Scenes of other sensors, and of makers who harmonise, are left out.
    void add(const Scene& scene, const Observation& observation);

    /// Median reflectance of the later baselines minus that of the earlier ones, in the visible
    /// band where they differ least; nothing without enough clear pixels on both sides.
    [[nodiscard]] std::optional<double> step() const;

  private:
    static constexpr std::size_t num_bins = 2000;  ///< of 0.001, from -0.4 on
    using Histogram = std::vector<std::int64_t>;
    struct Side {
        std::array<Histogram, 3> bands;  ///< blue, green, red; empty while nothing was seen
    };
    std::array<Side, 2> sides_;  ///< before baseline 04.00, and since
};

}  // namespace mineprint::archive
