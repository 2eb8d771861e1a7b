// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/pipeline/spectra_options.hpp"
#include "mineprint/pipeline/spectra_setup.hpp"
#include "mineprint/spectra/resolvability.hpp"

namespace mineprint::pipeline {

/// What the simulation says of one sensor.
struct SensorLimits {
    spectra::Sensor sensor;
    spectra::Resolvability told;
};

/// The simulation for every sensor the job lists.
[[nodiscard]] std::vector<SensorLimits> detection_limits(const SpectraOptions& options,
                                                         const SpectraFiles& files,
                                                         const SpectraQuestion& asked);

/// The table in Markdown: a row a sensor, a column a background. In brackets the limits of sensors
/// that do not resolve the mineral: from there on it is the most alike, never confirmed.
[[nodiscard]] std::string detection_markdown(const std::vector<SensorLimits>& limits);

/// The same in CSV, a row a sensor, background and fraction, with the share detected.
[[nodiscard]] std::string detection_csv(const std::vector<SensorLimits>& limits);

}  // namespace mineprint::pipeline
