// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mineprint/pipeline/spectra_results.hpp"

namespace mineprint::pipeline {

/// A small picture of a site, as SVG: left its mean and purest spectra with the best target and, if
/// that is another, the best match, brought to the mean's brightness; right what was compared, with
/// the continuum removed. The verdict stands above.
[[nodiscard]] std::string spectra_plot(const SpectraResults& results, const SiteResult& site);

}  // namespace mineprint::pipeline
