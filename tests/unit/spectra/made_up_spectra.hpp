// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "mineprint/spectra/resolvability.hpp"
#include "mineprint/spectra/response.hpp"
#include "mineprint/spectra/spectrum.hpp"

namespace mineprint::spectra {

/// A Gaussian absorption of a made-up mineral.
struct Dip {
    double centre_um;
    double depth;
    double sigma_um;
};

/// Reflectance `level + slope · (λ - 0.7)` from 0.4 to 1 micrometre in steps of 1 nm, with dips.
inline Spectrum made_up(const std::string& name, double level, double slope,
                        const std::vector<Dip>& dips) {
    Spectrum spectrum{name, "made up", {}, {}};
    for (int step = 0; step <= 600; ++step) {
        const double x = 0.4 + 0.001 * step;
        double value = level + slope * (x - 0.7);
        for (const Dip& dip : dips) {
            const double away = (x - dip.centre_um) / dip.sigma_um;
            value *= 1 - dip.depth * std::exp(-0.5 * away * away);
        }
        spectrum.wavelength_um.push_back(x);
        spectrum.reflectance.push_back(value);
    }
    return spectrum;
}

/// Two grains of a mineral with absorptions at 0.74 and 0.80 micrometres, a rival that absorbs
/// beside them, soil and leaves.
inline Library made_up_library() {
    return {made_up("Testite fine", 0.6, 0.1, {{0.740, 0.25, 0.011}, {0.800, 0.30, 0.012}}),
            made_up("Testite coarse", 0.4, 0.1, {{0.741, 0.45, 0.012}, {0.801, 0.50, 0.013}}),
            made_up("Rivalite", 0.5, 0.2, {{0.755, 0.35, 0.011}, {0.785, 0.30, 0.012}}),
            made_up("Soil", 0.25, 0.4, {}), made_up("Leaf", 0.3, 1.0, {{0.66, 0.8, 0.03}})};
}

inline const std::vector<Feature> made_up_features{{"dip740", 0.705, 0.772},
                                                   {"dip800", 0.768, 0.838}};

inline Sensor gaussian_sensor(double step_um, double noise) {
    Sensor sensor{"gaussian", {}, {}, noise};
    for (double centre = 0.5; centre < 0.9; centre += step_um) {
        sensor.responses.push_back(
            gaussian_response(std::to_string(centre), centre, 1.1 * step_um));
    }
    sensor.usable.assign(sensor.responses.size(), true);
    return sensor;
}

/// Which spectra of `made_up_library()` are looked for, and in what: Testite in soil.
inline Question made_up_question(const Library& library) {
    Question question;
    question.spectra = library;
    question.target = {true, true, false, false, false};
    question.background = {false, false, false, true, false};
    question.features = made_up_features;
    return question;
}

}  // namespace mineprint::spectra
