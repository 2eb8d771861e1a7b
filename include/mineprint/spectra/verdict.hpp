// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mineprint/spectra/matcher.hpp"
#include "mineprint/spectra/resolvability.hpp"
#include "mineprint/spectra/similarity.hpp"

namespace mineprint::spectra {

/// What may be said of a site. `confirmed` and `not_confirmed` only of a sensor that resolves the
/// mineral; of any other `plausible` and `not_plausible`.
enum class Verdict : std::uint8_t {
    unobserved,
    confirmed,
    not_confirmed,
    plausible,
    not_plausible
};

[[nodiscard]] std::string_view verdict_name(Verdict verdict);

/// What is known of a site.
struct Evidence {
    std::int64_t num_pixels = 0;  ///< observed
    Match match;                  ///< of its mean spectrum
    std::string best_name;        ///< of the best match; empty if there is none
    double p_value = 1;           ///< F-test of the target's fit; NaN by angle
    double background_share = 0;  ///< of the pixels elsewhere that score at least as high; NaN: no
                                  ///< such pixels
};

struct Judgement {
    Verdict verdict = Verdict::unobserved;
    std::string reason;  ///< in words
};

/// The conditions, in this order; the first that fails is the reason: the target is the best match
/// and stands out of the noise; its fit exceeds the threshold of the simulation; by features the
/// F-test finds the fit significant at the simulation's false-alarm share; at most 5 % of the
/// pixels elsewhere do as well. Met by all, a site is confirmed where the sensor resolves the
/// mineral and plausible where it does not.
[[nodiscard]] Judgement judge(const Resolvability& sensor, const Evidence& evidence,
                              double false_alarm);

}  // namespace mineprint::spectra
