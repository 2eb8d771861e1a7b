// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace mineprint::spectra {

/// The angle between two spectra in radians, 0 … π; it does not feel their brightness (Kruse et al.
/// 1993, Remote Sens. Environ. 44, 145). Bands where either has no value take no part; NaN when
/// fewer than two are left, or one spectrum is zero throughout.
[[nodiscard]] double spectral_angle(std::span<const double> a, std::span<const double> b);

/// Spectral information divergence (Chang 2000, IEEE Trans. Inf. Theory 46, 1927): the relative
/// entropy of the two spectra, taken as distributions over the bands, in both directions; ≥ 0, in
/// nats. Bands where either is not above 0 take no part; NaN when fewer than two are left.
[[nodiscard]] double information_divergence(std::span<const double> a, std::span<const double> b);

/// How well an observed absorption follows that of a reference (spectral feature fitting: Clark et
/// al. 2003, J. Geophys. Res. 108, 5131): the line `observed = offset + scale · reference` by least
/// squares through both continuum-removed spectra.
struct FeatureFit {
    double offset = 0;
    double scale = 0;        ///< how deep the observed absorption is, as a share of the reference's
    double fit = 0;          ///< coefficient of determination, 0 … 1
    double rmse = 0;         ///< root mean square of the residuals
    double f_statistic = 0;  ///< of the line against the mean, with 1 and n - 2 degrees of freedom
    double p_value = 1;      ///< probability of such an F where there is no relation
    int num_bands = 0;
};

/// Bands where either has no value take no part. With fewer than four bands, or a reference without
/// any shape, a line says nothing: all numbers but `num_bands` are NaN.
[[nodiscard]] FeatureFit fit_feature(std::span<const double> reference,
                                     std::span<const double> observed);

}  // namespace mineprint::spectra
