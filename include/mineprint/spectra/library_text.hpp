// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "mineprint/spectra/spectrum.hpp"

namespace mineprint::spectra {

/// A file in memory.
struct TextFile {
    std::string path;  ///< for messages, and for the ending of its name
    std::string bytes;
};

/// Reads the spectra of one or more files, in the order given. A file is, told from its content:
/// JSON: an object with `name`, `wavelengths`, `reflectance` (null: not measured) and, if wanted,
/// `wavelength_unit`; a list of such; or an object whose member `spectra` is the list.
/// CSV: the first column holds wavelengths, every other one a spectrum named by the first line; the
/// heading of the first column may name the unit (`wavelength_um`, `Wavelength (nm)`).
/// USGS splib06 ASCII: a heading, then lines of wavelength, reflectance and, if there, its error.
/// USGS splib07 ASCII: a line `splib07a Record=...: NAME`, then one reflectance a line; its
/// wavelengths are a file of the same form whose heading says `Wavelengths`, found among `files` by
/// the number of channels. Files of error bars are passed over.
/// ENVI spectral library: `X.sli` with its header `X.hdr` or `X.sli.hdr`.
/// A name that comes twice gets ` (2)` … behind it. Throws DataError naming the file and the cause.
[[nodiscard]] Library read_library(std::span<const TextFile> files);

// The parts, for a single file each.
[[nodiscard]] Library read_json_spectra(const TextFile& file);
[[nodiscard]] Library read_csv_spectra(const TextFile& file);
[[nodiscard]] Spectrum read_usgs_columns(const TextFile& file);

/// The content of a USGS splib07 ASCII file.
struct UsgsRecord {
    std::string title;  ///< what follows `Record=N:`
    std::vector<double> values;
};
[[nodiscard]] UsgsRecord read_usgs_record(const TextFile& file);

}  // namespace mineprint::spectra
