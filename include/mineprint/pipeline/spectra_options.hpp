// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mineprint/spectra/resolvability.hpp"
#include "mineprint/spectra/response.hpp"

namespace mineprint::pipeline {

/// A sensor for the table of detection limits: that of a file of responses, or Gaussian bands.
struct SpectraSensorOptions {
    std::string name;
    double noise = 0;                ///< standard deviation of a reflectance
    std::filesystem::path response;  ///< empty: Gaussian bands
    double from_um = 0;
    double to_um = 0;
    double step_um = 0;   ///< between the centres of Gaussian bands
    double width_um = 0;  ///< full width at half maximum
};

/// What the section [spectra] of a job says.
struct SpectraOptions {
    std::filesystem::path image;
    std::optional<double> scale;   ///< of stored values; unset: the file's own
    std::optional<double> offset;  ///< the same
    std::filesystem::path response;
    std::vector<std::string> bands;     ///< response band of each band of the image; `-`: none
    std::filesystem::path wavelengths;  ///< table of Gaussian bands; empty: the image's metadata
    spectra::Weighting weighting = spectra::Weighting::rows;
    double noise = 0.002;
    std::vector<std::filesystem::path> libraries;  ///< files and folders
    std::vector<std::string> target;               ///< patterns of names
    std::vector<std::string> backgrounds;          ///< the same; empty: all that is not the target
    std::vector<spectra::Feature> features;
    std::filesystem::path mask;
    std::int64_t mask_value = 1;
    std::filesystem::path sites;
    std::string site_field;  ///< empty: sites are numbered
    std::int64_t minimum_pixels = 4;
    std::int64_t tile_size = 256;
    spectra::SimulationOptions simulation;
    std::vector<SpectraSensorOptions> sensors;
};

}  // namespace mineprint::pipeline
