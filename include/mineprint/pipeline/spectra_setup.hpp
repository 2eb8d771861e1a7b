// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mineprint/archive/scene.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/pipeline/spectra_files.hpp"
#include "mineprint/pipeline/spectra_options.hpp"
#include "mineprint/spectra/matcher.hpp"
#include "mineprint/spectra/resolvability.hpp"

namespace mineprint::pipeline {

/// The library and what is asked of it. Its address must not change: the question looks into the
/// library.
struct SpectraQuestion {
    spectra::Library entries;
    spectra::Question question;

    /// Reads the library; throws UsageError when no name in it matches `spectra.target`.
    SpectraQuestion(const SpectraOptions& options, const SpectraFiles& files);
    SpectraQuestion(const SpectraQuestion&) = delete;
    SpectraQuestion& operator=(const SpectraQuestion&) = delete;
};

/// The image as a sensor: its bands, in the order of the file, and how to read them.
struct SpectraImage {
    geo::Grid grid;
    spectra::Sensor sensor;
    std::vector<archive::BandFile> bands;  ///< as many as the sensor has
};

/// The bands of the image: by `spectra.response` and `spectra.bands`, by the table
/// `spectra.wavelengths`, or by the metadata of the file (ENVI header; band items `wavelength` and
/// `wavelength_units`; GDAL's CENTRAL_WAVELENGTH_UM and FWHM_UM). Bands that the header marks bad
/// (`bbl`), that the job marks `-`, that lie where water vapour is opaque (1.34 … 1.42 and 1.80
/// … 1.95 micrometres), or that no spectrum of the target covers, are not usable. Throws DataError
/// naming the image and the cure.
[[nodiscard]] SpectraImage spectra_image(const SpectraOptions& options, const SpectraFiles& files,
                                         const gdal_io::RasterInfo& info,
                                         const SpectraQuestion& asked);

/// A sensor of the table of detection limits.
[[nodiscard]] spectra::Sensor spectra_sensor(const SpectraSensorOptions& sensor,
                                             const SpectraOptions& options,
                                             const SpectraFiles& files,
                                             const SpectraQuestion& asked);

/// SHA-256 of all that determines what `spectra` writes: options, files, the image's name, size and
/// time, mask or sites, and the version of the method.
[[nodiscard]] std::string spectra_fingerprint(const SpectraOptions& options,
                                              const SpectraFiles& files);

}  // namespace mineprint::pipeline
