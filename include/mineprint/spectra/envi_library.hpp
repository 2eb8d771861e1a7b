// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mineprint/spectra/library_text.hpp"
#include "mineprint/spectra/spectrum.hpp"

namespace mineprint::spectra {

/// The items of an ENVI header, `name = value` or `name = {list}`; names in small letters, values
/// without braces. Throws DataError when it does not begin with `ENVI` or a brace stays open.
[[nodiscard]] std::map<std::string, std::string> parse_envi_header(const TextFile& header);

/// The numbers of a list between commas. Throws DataError beginning with `where`.
[[nodiscard]] std::vector<double> parse_numbers(std::string_view list, const std::string& where);

/// Reads an ENVI spectral library: `lines` spectra of `samples` channels, data types 1, 2, 3, 4, 5,
/// 12, 13, either byte order; values are divided by `reflectance scale factor`. Throws DataError.
[[nodiscard]] Library read_envi_library(const TextFile& header, const TextFile& values);

}  // namespace mineprint::spectra
