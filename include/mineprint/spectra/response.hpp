// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "mineprint/spectra/library_text.hpp"
#include "mineprint/spectra/spectrum.hpp"

namespace mineprint::spectra {

/// How the rows of a table of responses are weighted. `rows`: each by its response, the weighted
/// mean over the table as it stands. `integral`: by its response times the wavelength it stands
/// for (trapezium rule). The two agree where a table has equal steps; tables of TM and ETM+ have
/// wider steps in their wings, and differ by up to 0.003 of reflectance.
enum class Weighting { rows, integral };

/// What one band of a sensor sees.
struct Response {
    std::string band;
    std::vector<double> wavelength_um;  ///< ascending
    std::vector<double> weight;         ///< their sum is 1
    double centre_um = 0;               ///< weighted mean wavelength
    double width_um = 0;                ///< full width at half maximum
};

/// Reads relative spectral responses: per band a heading (a line that begins with `;` or `#` and
/// ends with `BAND 8A`, in letters of any size), then lines of wavelength, response and, if there,
/// more. Micrometres and nanometres are told apart from the numbers. What is below 0.5 % of a
/// band's peak is noise of the measurement and is left out. Throws DataError naming file and band.
[[nodiscard]] std::vector<Response> read_responses(const TextFile& file, Weighting weighting);

/// A Gaussian band, out to 0.5 % of its peak.
/// @pre centre and width (full width at half maximum) > 0
[[nodiscard]] Response gaussian_response(const std::string& band, double centre_um,
                                         double width_um);

/// Gaussian bands from a table in CSV: a line of headings that has `wavelength` (`wavelength_nm`,
/// `wavelength (um)` …), perhaps `fwhm` and perhaps `band`; then one line a band, in the order of
/// the image's bands. Without `fwhm` a band is as wide as the distance to its nearest neighbour.
/// Throws DataError naming file and line.
[[nodiscard]] std::vector<Response> read_band_table(const TextFile& file);

/// Gaussian bands from centres and widths in micrometres; `widths` may be empty (see above).
[[nodiscard]] std::vector<Response> gaussian_responses(std::span<const std::string> bands,
                                                       std::span<const double> centres_um,
                                                       std::span<const double> widths_um);

/// Reflectance as a band sees it: NaN unless the spectrum covers all of the response.
[[nodiscard]] double resample(const Spectrum& spectrum, const Response& response);
[[nodiscard]] std::vector<double> resample(const Spectrum& spectrum,
                                           std::span<const Response> responses);

}  // namespace mineprint::spectra
