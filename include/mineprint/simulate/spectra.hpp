// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "mineprint/simulate/acquisitions.hpp"
#include "mineprint/simulate/cover.hpp"

namespace mineprint::simulate {

/// Surface reflectance, 0 … 1, in the order of `band_names`.
using Spectrum = std::array<double, num_bands>;

/// What a cover looks like, between its usual (dryness 0) and its drier or more open variant (1);
/// in a green season vegetation has more near infrared and less of the rest.
[[nodiscard]] Spectrum spectrum_of(Cover cover, double dryness, double greenness);

/// The spectrum of opaque cloud.
[[nodiscard]] const Spectrum& cloud_spectrum();

/// Small differences in response: what a sensor makes of reflectance 1 (first) and 0 (second).
struct Response {
    Spectrum gain{};
    Spectrum offset{};
};

/// Of a sensor, without what differs from scene to scene.
[[nodiscard]] Response sensor_response(archive::Sensor sensor);

}  // namespace mineprint::simulate
