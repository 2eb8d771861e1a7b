// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <functional>
#include <limits>

#include "mineprint/core/error.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/hdf5_io/dimension_scale.hpp"
#include "mineprint/hdf5_io/filetype.hpp"
#include "mineprint/pipeline/spectra_tables.hpp"

namespace mineprint::pipeline {
namespace {

using hdf5_io::File;

constexpr const char* filetype = "mineprint-spectra";
constexpr std::int64_t schema_version = 1;
constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

void write_names(File& file, const std::string& dataset, const std::vector<std::string>& names) {
    hdf5_io::write_texts(file, dataset, names, hdf5_io::TextWidth::variable);
    hdf5_io::make_scale(file, dataset);
}

/// Real numbers along named axes.
void write_reals(File& file, const std::string& dataset, const std::vector<double>& values,
                 const std::vector<std::string>& axes, const std::vector<std::size_t>& shape) {
    hdf5_io::write<double>(file, dataset, shape, values, {.fill_value = no_value});
    hdf5_io::attach_scales(file, dataset, axes);
}

void write_sensor(File& file, const SpectraResults& results) {
    const spectra::Sensor& sensor = results.image.sensor;
    std::vector<std::string> names;
    std::vector<double> centres;
    std::vector<double> widths;
    std::vector<std::uint8_t> usable;
    for (std::size_t band = 0; band < sensor.responses.size(); ++band) {
        names.push_back(sensor.responses[band].band);
        centres.push_back(sensor.responses[band].centre_um);
        widths.push_back(sensor.responses[band].width_um);
        usable.push_back(sensor.usable[band] ? 1 : 0);
    }
    write_names(file, "/band", names);
    write_reals(file, "/wavelength_um", centres, {"/band"}, {centres.size()});
    write_reals(file, "/fwhm_um", widths, {"/band"}, {widths.size()});
    hdf5_io::write<std::uint8_t>(file, "/usable", {usable.size()}, usable);
    hdf5_io::attach_scales(file, "/usable", {"/band"});
}

void write_library(File& file, const SpectraResults& results) {
    std::vector<std::string> names;
    std::vector<std::uint8_t> target;
    std::vector<double> reflectance;
    for (const spectra::Reference& reference : results.matcher.references()) {
        names.push_back(reference.name);
        target.push_back(reference.target ? 1 : 0);
        reflectance.insert(reflectance.end(), reference.bands.begin(), reference.bands.end());
    }
    write_names(file, "/library", names);
    hdf5_io::write<std::uint8_t>(file, "/library_target", {target.size()}, target);
    hdf5_io::attach_scales(file, "/library_target", {"/library"});
    write_reals(file, "/library_reflectance", reflectance, {"/library", "/band"},
                {names.size(), results.image.sensor.responses.size()});
}

void write_resolvability(File& file, const SpectraResults& results) {
    const spectra::Resolvability& told = results.told;
    std::vector<std::string> features;
    for (const spectra::Feature& feature : results.asked.question.features) {
        features.push_back(feature.name);
    }
    write_names(file, "/feature", features);
    std::vector<std::uint8_t> sampled;
    std::vector<std::string> reasons;
    for (const spectra::SamplingCheck& check : told.sampling) {
        sampled.push_back(check.sampled ? 1 : 0);
        reasons.push_back(check.reason);
    }
    hdf5_io::write<std::uint8_t>(file, "/feature_sampled", {sampled.size()}, sampled);
    hdf5_io::attach_scales(file, "/feature_sampled", {"/feature"});
    hdf5_io::write_texts(file, "/feature_reason", reasons, hdf5_io::TextWidth::variable);
    std::vector<std::string> backgrounds;
    std::vector<double> limits;
    std::vector<double> detected;
    for (const spectra::BackgroundLimit& limit : told.limits) {
        backgrounds.push_back(limit.background);
        limits.push_back(limit.fraction);
        detected.insert(detected.end(), limit.detected.begin(), limit.detected.end());
    }
    const auto tried = spectra::fractions();
    write_names(file, "/background", backgrounds);
    hdf5_io::write<double>(file, "/fraction", {tried.size()}, tried);
    hdf5_io::make_scale(file, "/fraction");
    write_reals(file, "/detection_limit", limits, {"/background"}, {limits.size()});
    write_reals(file, "/detected_share", detected, {"/background", "/fraction"},
                {backgrounds.size(), tried.size()});
}

/// A number of each site.
template <class T>
void write_site_numbers(File& file, const std::string& dataset, const SpectraResults& results,
                        const std::function<T(const SiteResult&)>& number) {
    std::vector<T> values;
    for (const SiteResult& site : results.sites) {
        values.push_back(number(site));
    }
    hdf5_io::write<T>(file, dataset, {values.size()}, values);
    hdf5_io::attach_scales(file, dataset, {"/site"});
}

void write_sites(File& file, const SpectraResults& results) {
    std::vector<std::string> names;
    std::vector<std::string> verdicts;
    std::vector<std::string> reasons;
    for (const SiteResult& site : results.sites) {
        names.push_back(site.name);
        verdicts.emplace_back(spectra::verdict_name(site.judgement.verdict));
        reasons.push_back(site.judgement.reason);
    }
    write_names(file, "/site", names);
    hdf5_io::write_texts(file, "/verdict", verdicts, hdf5_io::TextWidth::variable);
    hdf5_io::write_texts(file, "/reason", reasons, hdf5_io::TextWidth::variable);
    const auto integers = [&](const std::string& dataset, std::int64_t SiteResult::*member) {
        write_site_numbers<std::int64_t>(file, dataset, results,
                                         [member](const SiteResult& s) { return s.*member; });
    };
    integers("/pixel_count", &SiteResult::num_pixels);
    integers("/observed_pixel_count", &SiteResult::num_observed);
    integers("/detected_pixel_count", &SiteResult::num_detected);
    integers("/purest_row", &SiteResult::purest_row);
    integers("/purest_column", &SiteResult::purest_column);
    write_site_numbers<double>(file, "/share_elsewhere", results,
                               [](const SiteResult& s) { return s.elsewhere_share; });
}

/// `number(spectrum, i)` for i < length of each spectrum of each site, NaN for sites unobserved.
void write_block(File& file, const std::string& dataset, const SpectraResults& results,
                 const std::string& axis,
                 const std::function<double(const SiteSpectrum&, std::size_t)>& number) {
    const std::size_t length = axis == "/band"      ? results.image.sensor.responses.size()
                               : axis == "/library" ? results.matcher.references().size()
                               : axis == "/feature" ? results.asked.question.features.size()
                                                    : 1;
    std::vector<double> values;
    for (const SiteResult& site : results.sites) {
        for (std::size_t kind = 0; kind < site_spectra.size(); ++kind) {
            for (std::size_t i = 0; i < length; ++i) {
                values.push_back(site.spectra.empty() ? no_value : number(site.spectra[kind], i));
            }
        }
    }
    std::vector<std::string> axes{"/site", "/spectrum"};
    std::vector<std::size_t> shape{results.sites.size(), site_spectra.size()};
    if (!axis.empty()) {
        axes.push_back(axis);
        shape.push_back(length);
    }
    write_reals(file, dataset, values, axes, shape);
}

void write_comparisons(File& file, const SpectraResults& results) {
    write_names(file, "/spectrum", {site_spectra.begin(), site_spectra.end()});
    write_block(file, "/reflectance", results, "/band",
                [](const SiteSpectrum& s, std::size_t i) { return s.reflectance[i]; });
    write_block(file, "/statistic", results, "",
                [](const SiteSpectrum& s, std::size_t) { return s.match.statistic; });
    const auto fit = [&](const std::string& dataset, double spectra::FeatureFit::*member) {
        write_block(file, dataset, results, "/library",
                    [member](const SiteSpectrum& s, std::size_t i) {
                        return s.comparisons[i].fit.*member;
                    });
    };
    fit("/fit", &spectra::FeatureFit::fit);
    fit("/scale", &spectra::FeatureFit::scale);
    fit("/rmse", &spectra::FeatureFit::rmse);
    fit("/f_statistic", &spectra::FeatureFit::f_statistic);
    fit("/p_value", &spectra::FeatureFit::p_value);
    const auto other = [&](const std::string& dataset, double SpectrumComparison::*member) {
        write_block(
            file, dataset, results, "/library",
            [member](const SiteSpectrum& s, std::size_t i) { return s.comparisons[i].*member; });
    };
    other("/depth", &SpectrumComparison::depth);
    other("/angle_rad", &SpectrumComparison::angle_rad);
    other("/divergence", &SpectrumComparison::divergence);
    const auto absorption = [&](const std::string& dataset, double spectra::Absorption::*member) {
        write_block(
            file, dataset, results, "/feature",
            [member](const SiteSpectrum& s, std::size_t i) { return s.absorptions[i].*member; });
    };
    absorption("/absorption_depth", &spectra::Absorption::depth);
    absorption("/absorption_centre_um", &spectra::Absorption::centre_um);
    absorption("/absorption_area_um", &spectra::Absorption::area_um);
    absorption("/absorption_width_um", &spectra::Absorption::width_um);
}

}  // namespace

void write_spectra_file(const std::filesystem::path& path, const SpectraResults& results) {
    File file = File::create(path);
    hdf5_io::write_filetype(file, filetype, schema_version);
    const spectra::Resolvability& told = results.told;
    const bool by_features = told.method == spectra::Method::feature_fit;
    hdf5_io::write_attribute(file, "/", "fingerprint", results.fingerprint);
    hdf5_io::write_attribute(file, "/", "sensor", results.image.sensor.name);
    hdf5_io::write_attribute(file, "/", "method", by_features ? "feature fit" : "spectral angle");
    hdf5_io::write_attribute(file, "/", "resolved", told.resolved ? "yes" : "no");
    hdf5_io::write_attribute(file, "/", "reason", told.reason);
    hdf5_io::write_attribute(file, "/", "threshold", told.threshold);
    hdf5_io::write_attribute(file, "/", "noise", results.image.sensor.noise);
    hdf5_io::write_attribute(file, "/", "pixels_elsewhere", results.num_elsewhere);
    write_sensor(file, results);
    write_library(file, results);
    write_resolvability(file, results);
    write_sites(file, results);
    write_comparisons(file, results);
    file.commit();
}

std::string fingerprint_of_spectra(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) {
        return "";
    }
    try {
        const File file = File::open(path);
        hdf5_io::require_filetype(file, filetype, schema_version);
        return hdf5_io::read_text_attribute(file, "/", "fingerprint");
    } catch (const core::DataError&) {
        return "";  // to be written again
    }
}

}  // namespace mineprint::pipeline
