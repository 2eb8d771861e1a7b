// SPDX-License-Identifier: Apache-2.0
#include "mineprint/spectra/sampling_check.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/spectra/continuum.hpp"

namespace mineprint::spectra {
namespace {

constexpr int fewest_bands = 4;

/// The absorption of a library spectrum within a feature, at the spectrum's own resolution.
Absorption native_absorption(const Spectrum& spectrum, const Feature& feature) {
    std::vector<double> x;
    std::vector<double> y;
    for (std::size_t i = 0; i < spectrum.wavelength_um.size(); ++i) {
        const double wavelength = spectrum.wavelength_um[i];
        if (wavelength >= feature.left_um && wavelength <= feature.right_um) {
            x.push_back(wavelength);
            y.push_back(spectrum.reflectance[i]);
        }
    }
    return absorption(x, remove_continuum(x, y));
}

bool covers(const Spectrum& spectrum, const Feature& feature) {
    return reflectance_at(spectrum, feature.left_um) > 0 &&
           reflectance_at(spectrum, feature.right_um) > 0;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

void describe_feature(SamplingCheck& check, const Feature& feature,
                      std::span<const Spectrum> targets) {
    std::vector<double> widths;
    std::vector<double> depths;
    for (const Spectrum& target : targets) {
        const Absorption found =
            covers(target, feature) ? native_absorption(target, feature) : Absorption{};
        if (found.depth > 0) {
            widths.push_back(found.width_um);
            depths.push_back(found.depth);
        }
    }
    if (widths.empty()) {
        throw core::DataError(fmt::format(
            "feature {}: no spectrum of the target mineral absorbs at {} … {} micrometres: its "
            "spectra do not reach there, or the range is wrong",
            feature.name, feature.left_um, feature.right_um));
    }
    check.feature_width_um = median(widths);
    check.feature_depth = median(depths);
}

std::string verdict_in_words(const SamplingCheck& check) {
    constexpr double nm = 1000;
    const std::string feature =
        fmt::format("feature {} is {:.0f} nm wide", check.feature, check.feature_width_um * nm);
    if (check.num_bands == 0) {
        return fmt::format("{}; the sensor has no band in it", feature);
    }
    const std::string bands =
        fmt::format("{}; the sensor has {} band{} in it, up to {:.0f} nm wide", feature,
                    check.num_bands, check.num_bands == 1 ? "" : "s", check.widest_band_um * nm);
    if (check.num_bands < fewest_bands) {
        return fmt::format("{}, and a shape takes at least {}", bands, fewest_bands);
    }
    return fmt::format("{} and up to {:.0f} nm apart{}", bands, check.widest_step_um * nm,
                       check.sampled ? "" : ": too coarse for its shape");
}

}  // namespace

SamplingCheck check_sampling(const Sensor& sensor, const Feature& feature,
                             std::span<const Spectrum> targets) {
    SamplingCheck check;
    check.feature = feature.name;
    describe_feature(check, feature, targets);
    const auto bands = bands_within(sensor, feature);
    check.num_bands = static_cast<int>(bands.size());
    for (std::size_t i = 0; i < bands.size(); ++i) {
        check.widest_band_um = std::max(check.widest_band_um, sensor.responses[bands[i]].width_um);
        if (i > 0) {
            check.widest_step_um =
                std::max(check.widest_step_um, sensor.responses[bands[i]].centre_um -
                                                   sensor.responses[bands[i - 1]].centre_um);
        }
    }
    check.sampled = check.num_bands >= fewest_bands &&
                    check.widest_step_um <= 0.5 * check.feature_width_um &&
                    check.widest_band_um <= check.feature_width_um;
    check.reason = verdict_in_words(check);
    return check;
}

}  // namespace mineprint::spectra
