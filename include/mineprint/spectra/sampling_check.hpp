// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "mineprint/spectra/matcher.hpp"
#include "mineprint/spectra/response.hpp"
#include "mineprint/spectra/spectrum.hpp"

namespace mineprint::spectra {

/// Whether a sensor's bands can show the shape of an absorption at all.
struct SamplingCheck {
    std::string feature;
    double feature_width_um = 0;  ///< full width at half depth: median of the target's spectra
    double feature_depth = 0;     ///< the same, of the depth
    int num_bands = 0;            ///< usable ones within the feature
    double widest_band_um = 0;    ///< full width at half maximum of the widest of them
    double widest_step_um = 0;    ///< between neighbouring centres
    bool sampled = false;
    std::string reason;  ///< in words, either way
};

/// A feature is sampled when at least four bands lie in it, neighbours are at most half its width
/// apart (Nyquist; Clark et al. 2003) and none is wider than it. Fewer bands give a number, but any
/// dip at that place gives the same. `targets`: library spectra of the mineral at full resolution.
/// Throws DataError when none of them covers the feature.
[[nodiscard]] SamplingCheck check_sampling(const Sensor& sensor, const Feature& feature,
                                           std::span<const Spectrum> targets);

}  // namespace mineprint::spectra
