// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mineprint/pipeline/spectra_tile.hpp"
#include "mineprint/spectra/continuum.hpp"
#include "mineprint/spectra/resolvability.hpp"
#include "mineprint/spectra/similarity.hpp"
#include "mineprint/spectra/verdict.hpp"

namespace mineprint::pipeline {

/// The two spectra of a site.
inline constexpr std::array<const char*, 2> site_spectra{"mean", "purest"};

/// A spectrum against one library spectrum. NaN where the two cannot be compared.
struct SpectrumComparison {
    spectra::FeatureFit fit;  ///< over all sampled features; NaN by angle
    double depth = 0;         ///< of its absorption
    double angle_rad = 0;     ///< over all usable bands
    double divergence = 0;    ///< the same
};

/// A spectrum of a site, compared with the library.
struct SiteSpectrum {
    std::vector<double> reflectance;  ///< per band
    spectra::Match match;
    std::vector<SpectrumComparison> comparisons;   ///< per library spectrum
    std::vector<spectra::Absorption> absorptions;  ///< per feature, at the sensor's own bands
    /// The place of the best target in the library, from 1, by fit, angle and divergence; 0: it
    /// cannot be compared.
    std::array<std::int64_t, 3> target_rank{};
};

struct SiteResult {
    std::string name;
    std::int64_t num_pixels = 0;
    std::int64_t num_observed = 0;
    std::int64_t num_detected = 0;
    std::int64_t purest_row = -1;
    std::int64_t purest_column = -1;
    double elsewhere_share = 0;         ///< of the pixels outside the sites that reach the mean's
                                        ///< statistic; NaN: there are none
    std::vector<SiteSpectrum> spectra;  ///< mean and purest; none where nothing was observed
    spectra::Judgement judgement;
};

/// What the tables are made of.
struct SpectraResults {
    const SpectraQuestion& asked;
    const SpectraImage& image;
    const spectra::Matcher& matcher;
    const spectra::Resolvability& told;
    double false_alarm = 0;
    std::vector<SiteResult> sites;
    std::int64_t num_elsewhere = 0;  ///< pixels outside the sites
    std::string fingerprint;
};

/// Compares one spectrum with the library.
[[nodiscard]] SiteSpectrum compare_spectrum(const SpectraResults& results,
                                            std::vector<double> reflectance);

/// Puts the parts of all tiles together, in tile order, and judges each site. `elsewhere`: pixels
/// per bin of the statistic.
void merge_sites(SpectraResults& results, const SpectraSites& sites, std::vector<SitePart> parts,
                 std::span<const std::int64_t> elsewhere);

}  // namespace mineprint::pipeline
