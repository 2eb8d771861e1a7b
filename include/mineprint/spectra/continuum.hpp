// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace mineprint::spectra {

/// The continuum of a spectrum: the upper convex hull over its points (Clark & Roush 1984, J.
/// Geophys. Res. 89, 6329), at each wavelength; NaN beyond the first and last value. Points without
/// value (NaN) take no part in it. @pre wavelengths ascend strictly; both lists have one length
[[nodiscard]] std::vector<double> continuum(std::span<const double> wavelength_um,
                                            std::span<const double> reflectance);

/// Reflectance divided by its continuum: 1 where nothing absorbs. NaN where there is no value or
/// the continuum is not above 0.
[[nodiscard]] std::vector<double> remove_continuum(std::span<const double> wavelength_um,
                                                   std::span<const double> reflectance);

/// The deepest absorption of a continuum-removed spectrum.
struct Absorption {
    double depth = 0;      ///< 1 - the least value, 0 … 1
    double centre_um = 0;  ///< vertex of the parabola through the least value and its neighbours
    double area_um = 0;    ///< of 1 - value over wavelength, by the trapezium rule
    double width_um = 0;   ///< full width at half depth, linear between the points
};

/// NaN throughout when there are fewer than three values. The first of several least values counts.
[[nodiscard]] Absorption absorption(std::span<const double> wavelength_um,
                                    std::span<const double> removed);

}  // namespace mineprint::spectra
