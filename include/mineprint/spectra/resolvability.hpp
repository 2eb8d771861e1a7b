// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mineprint/spectra/matcher.hpp"
#include "mineprint/spectra/response.hpp"
#include "mineprint/spectra/sampling_check.hpp"
#include "mineprint/spectra/spectrum.hpp"

namespace mineprint::spectra {

/// What is looked for, and among what.
struct Question {
    std::span<const Spectrum> spectra;
    std::vector<bool> target;      ///< per library spectrum
    std::vector<bool> background;  ///< what the target is mixed with; none at all: every other one
    std::vector<Feature> features;
};

/// The simulation that finds what a sensor can tell.
struct SimulationOptions {
    int trials = 2000;           ///< spectra without the mineral; as many per 5 fractions with it
    double false_alarm = 0.01;   ///< share of spectra without the mineral that may be called it
    double detection = 0.9;      ///< share of spectra with it that must be
    double most_fraction = 0.5;  ///< a detection limit above this resolves nothing
    std::uint64_t seed = 1;
};

/// The detection limit over one background.
struct BackgroundLimit {
    std::string background;
    double fraction = 0;  ///< least area fraction detected, from which on all are; NaN: none is
    std::vector<double> detected;  ///< share of the draws, per entry of `fractions()`
};

/// What a sensor can tell of a mineral, and why.
struct Resolvability {
    Method method = Method::angle;
    std::vector<SamplingCheck> sampling;  ///< per feature
    double threshold = 0;                 ///< of Match::statistic; more is a detection
    double false_alarms = 0;              ///< share of the spectra without it that exceed it
    std::vector<BackgroundLimit> limits;
    double limit = 0;       ///< the worst of them; NaN: over one background none is detected
    bool resolved = false;  ///< the word "confirmed" may be used
    std::string reason;     ///< in words
};

/// The fractions that are tried, ascending to 1.
[[nodiscard]] std::span<const double> fractions();

/// The library as the sensor sees it.
[[nodiscard]] std::vector<Reference> references_for(const Sensor& sensor, const Question& question);

/// The matcher of a sensor: by features where at least one is sampled, else by angle.
[[nodiscard]] Matcher matcher_for(const Sensor& sensor, const Question& question);

/// Tells by simulation what the sensor can tell. Spectra without the mineral are mixtures of two
/// of the other library spectra in any share; those with it are the mineral at a stated area
/// fraction over a background. All are as bright as a random 0.6 … 1.2 (slopes, shade), seen
/// through the sensor's bands and given its noise. The threshold leaves `false_alarm` of the
/// former; the detection limit is the least fraction from which on `detection` of the latter
/// exceed it. The draws are keyed by trial and band: the same for every call. Throws DataError when
/// no target or no other spectrum covers the bands.
[[nodiscard]] Resolvability check_resolvability(const Sensor& sensor, const Question& question,
                                                const SimulationOptions& options);

}  // namespace mineprint::spectra
