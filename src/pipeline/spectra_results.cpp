// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/spectra_results.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace mineprint::pipeline {
namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

/// The values of the usable bands alone.
std::vector<double> usable_values(const spectra::Sensor& sensor, std::span<const double> values) {
    std::vector<double> kept;
    for (std::size_t band = 0; band < values.size(); ++band) {
        if (sensor.usable[band]) {
            kept.push_back(values[band]);
        }
    }
    return kept;
}

bool all_finite(std::span<const double> values) {
    return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

SpectrumComparison compare_one(const SpectraResults& results, std::size_t reference,
                               const SiteSpectrum& spectrum, const spectra::Score& score) {
    const spectra::Matcher& matcher = results.matcher;
    const auto& bands = matcher.references()[reference].bands;
    SpectrumComparison made{{no_value, no_value, no_value, no_value, no_value, no_value, 0},
                            score.depth,
                            no_value,
                            no_value};
    if (matcher.method() == spectra::Method::feature_fit && matcher.comparable(reference)) {
        made.fit = spectra::fit_feature(matcher.shape(bands), matcher.shape(spectrum.reflectance));
    }
    const auto theirs = usable_values(results.image.sensor, bands);
    const auto ours = usable_values(results.image.sensor, spectrum.reflectance);
    // Angles over different bands cannot be ranked.
    if (all_finite(theirs) && all_finite(ours)) {
        made.angle_rad = spectra::spectral_angle(theirs, ours);
        made.divergence = spectra::information_divergence(theirs, ours);
    }
    return made;
}

/// The place of the best target, where a greater number is better; NaN takes no part.
std::int64_t rank_of_target(const spectra::Matcher& matcher, std::span<const double> numbers) {
    double best = no_value;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const bool better = !(numbers[i] <= best) && !std::isnan(numbers[i]);
        if (matcher.references()[i].target && better) {
            best = numbers[i];
        }
    }
    if (std::isnan(best)) {
        return 0;
    }
    return 1 + std::count_if(numbers.begin(), numbers.end(),
                             [&](double number) { return number > best; });
}

void rank_target(const SpectraResults& results, SiteSpectrum& spectrum) {
    std::array<std::vector<double>, 3> numbers;
    for (const SpectrumComparison& one : spectrum.comparisons) {
        // Absorbing where the reference does not is no fit, however straight the line.
        numbers[0].push_back(one.fit.scale > 0 ? one.fit.fit : no_value);
        numbers[1].push_back(-one.angle_rad);
        numbers[2].push_back(-one.divergence);
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        spectrum.target_rank[i] = rank_of_target(results.matcher, numbers[i]);
    }
}

spectra::Absorption absorption_in(const SpectraResults& results, const spectra::Feature& feature,
                                  std::span<const double> values) {
    std::vector<double> x;
    std::vector<double> y;
    for (const std::size_t band : spectra::bands_within(results.image.sensor, feature)) {
        x.push_back(results.image.sensor.responses[band].centre_um);
        y.push_back(values[band]);
    }
    return spectra::absorption(x, spectra::remove_continuum(x, y));
}

double share_at_least(std::span<const std::int64_t> bins, double statistic) {
    std::int64_t all = 0;
    std::int64_t above = 0;
    for (std::size_t bin = 0; bin < bins.size(); ++bin) {
        all += bins[bin];
        above += bin >= score_bin(statistic) ? bins[bin] : 0;
    }
    return all == 0 ? no_value : static_cast<double>(above) / static_cast<double>(all);
}

void judge_site(const SpectraResults& results, SiteResult& site,
                std::span<const std::int64_t> elsewhere) {
    spectra::Evidence evidence;
    evidence.num_pixels = site.num_observed;
    site.elsewhere_share = no_value;
    if (site.num_observed > 0) {
        const SiteSpectrum& mean = site.spectra.front();
        evidence.match = mean.match;
        if (mean.match.best >= 0) {
            evidence.best_name =
                results.matcher.references()[static_cast<std::size_t>(mean.match.best)].name;
        }
        if (mean.match.best_target >= 0) {
            const auto target = static_cast<std::size_t>(mean.match.best_target);
            evidence.p_value = mean.comparisons[target].fit.p_value;
        }
        site.elsewhere_share = share_at_least(elsewhere, mean.match.statistic);
        evidence.background_share = site.elsewhere_share;
    }
    site.judgement = spectra::judge(results.told, evidence, results.false_alarm);
}

/// Adds a part; parts of a site come in tile order.
void add_part(SiteResult& site, std::vector<double>& sums, PurestPixel& purest,
              const SitePart& part) {
    site.num_observed += part.num_observed;
    site.num_detected += part.num_detected;
    sums.resize(part.sums.size());
    for (std::size_t band = 0; band < sums.size(); ++band) {
        sums[band] += part.sums[band];
    }
    if (purest.row < 0 || part.purest.is_better_than(purest)) {
        purest = part.purest;
    }
}

}  // namespace

SiteSpectrum compare_spectrum(const SpectraResults& results, std::vector<double> reflectance) {
    SiteSpectrum made;
    made.reflectance = std::move(reflectance);
    made.match = results.matcher.match(made.reflectance);
    const auto scores = results.matcher.scores(made.reflectance);
    for (std::size_t i = 0; i < scores.size(); ++i) {
        made.comparisons.push_back(compare_one(results, i, made, scores[i]));
    }
    for (const spectra::Feature& feature : results.asked.question.features) {
        made.absorptions.push_back(absorption_in(results, feature, made.reflectance));
    }
    rank_target(results, made);
    return made;
}

void merge_sites(SpectraResults& results, const SpectraSites& sites, std::vector<SitePart> parts,
                 std::span<const std::int64_t> elsewhere) {
    std::sort(parts.begin(), parts.end(), [](const SitePart& a, const SitePart& b) {
        return std::tie(a.site, a.tile) < std::tie(b.site, b.tile);
    });
    results.num_elsewhere = 0;
    for (const std::int64_t number : elsewhere) {
        results.num_elsewhere += number;
    }
    auto part = parts.begin();
    for (std::size_t i = 0; i < sites.sites.size(); ++i) {
        SiteResult site;
        site.name = sites.sites[i].name;
        site.num_pixels = sites.sites[i].num_pixels();
        std::vector<double> sums;
        PurestPixel purest;
        for (; part != parts.end() && part->site == static_cast<std::int64_t>(i); ++part) {
            add_part(site, sums, purest, *part);
        }
        if (site.num_observed > 0) {
            for (double& sum : sums) {
                sum /= static_cast<double>(site.num_observed);
            }
            site.spectra.push_back(compare_spectrum(results, std::move(sums)));
            site.spectra.push_back(compare_spectrum(
                results, std::vector<double>(purest.spectrum.begin(), purest.spectrum.end())));
            site.purest_row = purest.row;
            site.purest_column = purest.column;
        }
        judge_site(results, site, elsewhere);
        results.sites.push_back(std::move(site));
    }
}

}  // namespace mineprint::pipeline
