// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/spectra_tables.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/pipeline/csv_text.hpp"

namespace mineprint::pipeline {
namespace {

constexpr std::string_view yes_or_no(bool yes) { return yes ? "yes" : "no"; }

std::string_view method_name(const SpectraResults& results) {
    return results.told.method == spectra::Method::feature_fit ? "feature fit" : "spectral angle";
}

std::string_view name_of(const SpectraResults& results, int reference) {
    return reference < 0 ? std::string_view()
                         : results.matcher.references()[static_cast<std::size_t>(reference)].name;
}

std::string sites_csv(const SpectraResults& results) {
    CsvText csv;
    csv.add_row("site", "verdict", "reason", "pixels", "observed_pixels", "detected_pixels",
                "best_match", "best_target", "statistic", "threshold", "fit", "depth", "score",
                "share_elsewhere", "rank_fit", "rank_angle", "rank_divergence", "purest_row",
                "purest_column", "purest_statistic");
    for (const SiteResult& site : results.sites) {
        const bool seen = !site.spectra.empty();
        const SiteSpectrum mean = seen ? site.spectra[0] : SiteSpectrum{};
        csv.add_row(site.name, spectra::verdict_name(site.judgement.verdict), site.judgement.reason,
                    site.num_pixels, site.num_observed, site.num_detected,
                    name_of(results, mean.match.best), name_of(results, mean.match.best_target),
                    mean.match.statistic, results.told.threshold, mean.match.target.fit,
                    mean.match.target.depth, mean.match.target.score, site.elsewhere_share,
                    mean.target_rank[0], mean.target_rank[1], mean.target_rank[2], site.purest_row,
                    site.purest_column, seen ? site.spectra[1].match.statistic : 0.0);
    }
    return csv.text();
}

/// Library spectra of a spectrum from the best match down: by fit, or by angle; those that cannot
/// be compared last; ties in the library's order.
std::vector<std::size_t> order_of_matches(const SpectraResults& results,
                                          const SiteSpectrum& spectrum) {
    std::vector<std::size_t> order(spectrum.comparisons.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto merit = [&](std::size_t i) {
        const SpectrumComparison& one = spectrum.comparisons[i];
        const bool by_fit = results.told.method == spectra::Method::feature_fit;
        const double number = by_fit ? (one.fit.scale > 0 ? one.fit.fit : 0) : -one.angle_rad;
        return std::isnan(number) ? -10.0 : number;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return merit(a) > merit(b); });
    return order;
}

void add_matches(CsvText& csv, const SpectraResults& results, const SiteResult& site,
                 std::size_t kind) {
    const SiteSpectrum& spectrum = site.spectra[kind];
    std::int64_t place = 0;
    for (const std::size_t i : order_of_matches(results, spectrum)) {
        const SpectrumComparison& one = spectrum.comparisons[i];
        const spectra::Reference& reference = results.matcher.references()[i];
        csv.add_row(site.name, site_spectra.at(kind), ++place, reference.name,
                    yes_or_no(reference.target), one.fit.fit, one.depth, one.fit.scale,
                    one.fit.rmse, one.fit.f_statistic, one.fit.p_value, one.fit.num_bands,
                    one.angle_rad, one.divergence);
    }
}

std::string matches_csv(const SpectraResults& results) {
    CsvText csv;
    csv.add_row("site", "spectrum", "place", "library_spectrum", "target", "fit", "depth", "scale",
                "rmse", "f_statistic", "p_value", "bands", "angle_rad", "divergence");
    for (const SiteResult& site : results.sites) {
        for (std::size_t kind = 0; kind < site.spectra.size(); ++kind) {
            add_matches(csv, results, site, kind);
        }
    }
    return csv.text();
}

std::string spectra_csv(const SpectraResults& results) {
    CsvText csv;
    csv.add_row("site", "spectrum", "band", "wavelength_um", "fwhm_um", "usable", "reflectance");
    const spectra::Sensor& sensor = results.image.sensor;
    const auto add = [&](std::string_view site, std::string_view kind,
                         const std::vector<double>& values) {
        for (std::size_t band = 0; band < values.size(); ++band) {
            const spectra::Response& response = sensor.responses[band];
            csv.add_row(site, kind, response.band, response.centre_um, response.width_um,
                        yes_or_no(sensor.usable[band]), values[band]);
        }
    };
    for (const SiteResult& site : results.sites) {
        for (std::size_t kind = 0; kind < site.spectra.size(); ++kind) {
            add(site.name, site_spectra.at(kind), site.spectra[kind].reflectance);
        }
    }
    for (const spectra::Reference& reference : results.matcher.references()) {
        add("", reference.name, reference.bands);
    }
    return csv.text();
}

std::string features_csv(const SpectraResults& results) {
    CsvText csv;
    csv.add_row("site", "spectrum", "feature", "depth", "centre_um", "area_um", "width_um");
    const auto& features = results.asked.question.features;
    for (const SiteResult& site : results.sites) {
        for (std::size_t kind = 0; kind < site.spectra.size(); ++kind) {
            for (std::size_t f = 0; f < features.size(); ++f) {
                const spectra::Absorption& found = site.spectra[kind].absorptions[f];
                csv.add_row(site.name, site_spectra.at(kind), features[f].name, found.depth,
                            found.centre_um, found.area_um, found.width_um);
            }
        }
    }
    return csv.text();
}

std::string resolvability_csv(const SpectraResults& results) {
    CsvText csv;
    csv.add_row("item", "name", "value", "reason");
    const spectra::Resolvability& told = results.told;
    csv.add_row("sensor", results.image.sensor.name, yes_or_no(told.resolved), told.reason);
    csv.add_row("method", method_name(results), told.threshold, "threshold of the statistic");
    csv.add_row("noise", "", results.image.sensor.noise, "");
    for (const spectra::SamplingCheck& check : told.sampling) {
        csv.add_row("feature", check.feature, yes_or_no(check.sampled), check.reason);
    }
    for (const spectra::BackgroundLimit& limit : told.limits) {
        csv.add_row("detection limit", limit.background, limit.fraction, "area fraction");
    }
    return csv.text();
}

}  // namespace

void write_spectra_csv(const std::filesystem::path& folder, const SpectraResults& results) {
    core::write_text_file(folder / "sites.csv", sites_csv(results));
    core::write_text_file(folder / "matches.csv", matches_csv(results));
    core::write_text_file(folder / "spectra.csv", spectra_csv(results));
    core::write_text_file(folder / "features.csv", features_csv(results));
    core::write_text_file(folder / "resolvability.csv", resolvability_csv(results));
}

std::vector<std::string> spectra_lines(const SpectraResults& results) {
    constexpr std::size_t most_sites = 20;
    std::vector<std::string> lines{
        fmt::format("sensor {}: {}", results.image.sensor.name, results.told.reason)};
    for (std::size_t i = 0; i < std::min(most_sites, results.sites.size()); ++i) {
        const SiteResult& site = results.sites[i];
        lines.push_back(fmt::format("site {}: {}: {}", site.name,
                                    spectra::verdict_name(site.judgement.verdict),
                                    site.judgement.reason));
    }
    if (results.sites.size() > most_sites) {
        lines.push_back(fmt::format("and {} more sites", results.sites.size() - most_sites));
    }
    return lines;
}

}  // namespace mineprint::pipeline
