// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/detection_table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "mineprint/pipeline/csv_text.hpp"

namespace mineprint::pipeline {
namespace {

/// All backgrounds of all sensors, each once.
std::vector<std::string> backgrounds_of(const std::vector<SensorLimits>& limits) {
    std::vector<std::string> names;
    for (const SensorLimits& one : limits) {
        for (const spectra::BackgroundLimit& limit : one.told.limits) {
            if (std::find(names.begin(), names.end(), limit.background) == names.end()) {
                names.push_back(limit.background);
            }
        }
    }
    return names;
}

std::string cell(const spectra::Resolvability& told, const std::string& background) {
    const auto found = std::find_if(told.limits.begin(), told.limits.end(), [&](const auto& limit) {
        return limit.background == background;
    });
    if (found == told.limits.end()) {
        return "not covered";
    }
    const std::string text =
        std::isnan(found->fraction) ? "none" : fmt::format("{:.0f} %", 100 * found->fraction);
    return told.method == spectra::Method::feature_fit ? text : fmt::format("({})", text);
}

}  // namespace

std::vector<SensorLimits> detection_limits(const SpectraOptions& options, const SpectraFiles& files,
                                           const SpectraQuestion& asked) {
    std::vector<SensorLimits> limits;
    for (const SpectraSensorOptions& sensor : options.sensors) {
        spectra::Sensor made = spectra_sensor(sensor, options, files, asked);
        auto told = spectra::check_resolvability(made, asked.question, options.simulation);
        limits.push_back({std::move(made), std::move(told)});
    }
    return limits;
}

std::string detection_markdown(const std::vector<SensorLimits>& limits) {
    const auto backgrounds = backgrounds_of(limits);
    std::string text =
        fmt::format("| sensor | noise | {} | resolved |\n|---|---|", fmt::join(backgrounds, " | "));
    for (std::size_t i = 0; i < backgrounds.size(); ++i) {
        text += "---|";
    }
    text += "---|\n";
    for (const SensorLimits& one : limits) {
        text += fmt::format("| {} | {} |", one.sensor.name, one.sensor.noise);
        for (const std::string& background : backgrounds) {
            text += fmt::format(" {} |", cell(one.told, background));
        }
        text += fmt::format(" {} |\n", one.told.resolved ? "yes" : "no");
    }
    return text;
}

std::string detection_csv(const std::vector<SensorLimits>& limits) {
    CsvText csv;
    csv.add_row("sensor", "noise", "method", "resolved", "threshold", "background",
                "detection_limit", "fraction", "detected_share", "reason");
    const auto tried = spectra::fractions();
    for (const SensorLimits& one : limits) {
        const spectra::Resolvability& told = one.told;
        for (const spectra::BackgroundLimit& limit : told.limits) {
            for (std::size_t i = 0; i < tried.size(); ++i) {
                csv.add_row(
                    one.sensor.name, one.sensor.noise,
                    told.method == spectra::Method::feature_fit ? "feature fit" : "spectral angle",
                    told.resolved ? "yes" : "no", told.threshold, limit.background, limit.fraction,
                    tried[i], limit.detected[i], told.reason);
            }
        }
    }
    return csv.text();
}

}  // namespace mineprint::pipeline
