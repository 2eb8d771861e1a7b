// SPDX-License-Identifier: Apache-2.0
#include "mineprint/spectra/resolvability.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/spectra/mixture.hpp"

namespace mineprint::spectra {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr std::array tried_fractions{0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25,
                                     0.3,  0.4,  0.5,  0.6,  0.7,  0.8, 0.9,  1.0};

std::vector<Spectrum> target_spectra(const Question& question) {
    std::vector<Spectrum> targets;
    for (std::size_t i = 0; i < question.spectra.size(); ++i) {
        if (question.target[i]) {
            targets.push_back(question.spectra[i]);
        }
    }
    return targets;
}

std::vector<SamplingCheck> check_features(const Sensor& sensor, const Question& question) {
    const auto targets = target_spectra(question);
    std::vector<SamplingCheck> checks;
    for (const Feature& feature : question.features) {
        checks.push_back(check_sampling(sensor, feature, targets));
    }
    return checks;
}

/// The features whose shape the sensor shows.
std::vector<Feature> sampled_features(const Question& question,
                                      std::span<const SamplingCheck> checks) {
    std::vector<Feature> sampled;
    for (std::size_t i = 0; i < checks.size(); ++i) {
        if (checks[i].sampled) {
            sampled.push_back(question.features[i]);
        }
    }
    return sampled;
}

Matcher make_matcher(const Sensor& sensor, const Question& question,
                     std::span<const SamplingCheck> checks) {
    const auto sampled = sampled_features(question, checks);
    return {sensor, sampled, references_for(sensor, question),
            sampled.empty() ? Method::angle : Method::feature_fit};
}

void set_threshold(Resolvability& result, const Matcher& matcher, const MixtureDraws& draws,
                   const SimulationOptions& options) {
    std::vector<double> statistics;
    for (int draw = 0; draw < options.trials; ++draw) {
        statistics.push_back(
            matcher.match(draws.without_target(static_cast<std::uint64_t>(draw))).statistic);
    }
    std::sort(statistics.begin(), statistics.end(), std::greater<>());
    const auto allowed = static_cast<std::size_t>(options.false_alarm * options.trials);
    result.threshold = statistics[std::min(allowed, statistics.size() - 1)];
    const auto above = std::count_if(statistics.begin(), statistics.end(),
                                     [&](double s) { return s > result.threshold; });
    result.false_alarms = static_cast<double>(above) / options.trials;
}

BackgroundLimit find_limit(const Matcher& matcher, const MixtureDraws& draws,
                           std::size_t background, double threshold,
                           const SimulationOptions& options) {
    BackgroundLimit limit{matcher.references()[background].name, none, {}};
    const int trials = std::max(1, options.trials / 5);
    for (const double fraction : tried_fractions) {
        int detected = 0;
        for (int draw = 0; draw < trials; ++draw) {
            const auto values =
                draws.with_target(background, fraction, static_cast<std::uint64_t>(draw));
            detected += matcher.match(values).statistic > threshold ? 1 : 0;
        }
        limit.detected.push_back(static_cast<double>(detected) / trials);
    }
    for (std::size_t i = tried_fractions.size();
         i > 0 && limit.detected[i - 1] >= options.detection; --i) {
        limit.fraction = tried_fractions[i - 1];
    }
    return limit;
}

/// The limit over the background where it is worst, NaN counting as worst; the first of several.
const BackgroundLimit& worst_of(const std::vector<BackgroundLimit>& limits) {
    const BackgroundLimit* worst = &limits.front();
    for (const BackgroundLimit& limit : limits) {
        const bool worse = std::isnan(limit.fraction) ? !std::isnan(worst->fraction)
                                                      : limit.fraction > worst->fraction;
        worst = worse ? &limit : worst;
    }
    return *worst;
}

void conclude(Resolvability& result, const SimulationOptions& options) {
    const BackgroundLimit& worst = worst_of(result.limits);
    result.limit = worst.fraction;
    const std::string where =
        std::isnan(worst.fraction)
            ? fmt::format("over '{}' the mineral is not told even where it is all there is",
                          worst.background)
            : fmt::format("over '{}' an area fraction of {:.0f} % is needed", worst.background,
                          100 * worst.fraction);
    if (result.method == Method::angle) {
        result.reason = "not resolved: ";
        for (const SamplingCheck& check : result.sampling) {
            result.reason += fmt::format("{}; ", check.reason);
        }
        result.reason += "another material that is dark at the same place looks alike";
        return;
    }
    result.resolved = worst.fraction <= options.most_fraction;
    result.reason = fmt::format("{}: {}", result.resolved ? "resolved" : "not resolved", where);
    for (const SamplingCheck& check : result.sampling) {
        result.reason += fmt::format("; {}", check.reason);
    }
}

}  // namespace

std::span<const double> fractions() { return tried_fractions; }

std::vector<Reference> references_for(const Sensor& sensor, const Question& question) {
    const bool any_background = std::find(question.background.begin(), question.background.end(),
                                          true) != question.background.end();
    std::vector<Reference> references;
    for (std::size_t i = 0; i < question.spectra.size(); ++i) {
        const bool background =
            !question.target[i] && (any_background ? question.background[i] : true);
        references.push_back({question.spectra[i].name, question.target[i], background,
                              resample(question.spectra[i], sensor.responses)});
    }
    return references;
}

Matcher matcher_for(const Sensor& sensor, const Question& question) {
    return make_matcher(sensor, question, check_features(sensor, question));
}

Resolvability check_resolvability(const Sensor& sensor, const Question& question,
                                  const SimulationOptions& options) {
    Resolvability result;
    result.sampling = check_features(sensor, question);
    const Matcher matcher = make_matcher(sensor, question, result.sampling);
    result.method = matcher.method();
    const MixtureDraws draws(matcher, sensor.noise, options.seed);
    if (draws.num_targets() == 0 || draws.num_others() == 0) {
        throw core::DataError(fmt::format(
            "sensor {}: {} library spectra of the target and {} others can be compared in its {} "
            "bands; at least one of each must cover them all, and the target absorb in a feature",
            sensor.name, draws.num_targets(), draws.num_others(), matcher.bands().size()));
    }
    set_threshold(result, matcher, draws, options);
    for (const std::size_t background : draws.backgrounds()) {
        result.limits.push_back(find_limit(matcher, draws, background, result.threshold, options));
    }
    if (result.limits.empty()) {
        throw core::DataError(fmt::format(
            "sensor {}: none of the backgrounds covers its bands from {} to {} micrometres",
            sensor.name, sensor.responses.front().centre_um, sensor.responses.back().centre_um));
    }
    conclude(result, options);
    return result;
}

}  // namespace mineprint::spectra
