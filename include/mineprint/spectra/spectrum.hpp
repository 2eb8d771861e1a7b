// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mineprint::spectra {

/// A measured reflectance spectrum. Wavelengths are in micrometres and ascend strictly; reflectance
/// is a share of 1, NaN where nothing was measured.
struct Spectrum {
    std::string name;
    std::string source;  ///< the file it comes from
    std::vector<double> wavelength_um;
    std::vector<double> reflectance;
};

using Library = std::vector<Spectrum>;

/// Changes wavelengths in place to micrometres. `stated` is the unit in a file's own words
/// (`Nanometers`, `um`, `microns`); empty or `Unknown`: it is told from the numbers, for optical
/// wavelengths lie at 0.2 … 300 micrometres, that is from 200 nanometres on. Throws DataError,
/// beginning with `where`, for another unit, for numbers that fit neither, and for a stated unit
/// that the numbers contradict.
void to_micrometres(std::span<double> wavelengths, std::string_view stated,
                    const std::string& where);

/// Puts a spectrum in order: wavelengths ascend, and what stands for "not measured" becomes NaN:
/// numbers that are not finite, those below -1 (the USGS marks deleted channels by -1.23e34) and
/// exact zeros (which several conversions of that library write for deleted channels; no sample
/// reflects exactly nothing). Throws DataError: lists of different lengths, fewer than two values,
/// a wavelength that comes twice.
void put_in_order(Spectrum& spectrum);

/// The reflectance at a wavelength, linear between the two channels beside it; NaN outside the
/// spectrum, beside a channel without value, and where those channels lie further apart than 5 % of
/// the wavelength: there channels have been left out.
[[nodiscard]] double reflectance_at(const Spectrum& spectrum, double wavelength_um);

/// Whether a word of the name, or several, begins with one of the patterns; capitals count as small
/// letters. `ree` is in `Monazite REE GDS947` and not in `Lawn Grass green`.
[[nodiscard]] bool matches_any(std::string_view name, std::span<const std::string> patterns);

}  // namespace mineprint::spectra
